package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A level of a platform.
///
/// @param sgx least SVN of each of the 16 components
/// @param pceSvn least SVN of the PCE
/// @param tdx least SVN of each of the TDX components; empty in TCB info for SGX
/// @param level what holds from there
@SuppressWarnings("ArrayRecordComponent") // within this package, never changed nor compared
record PlatformLevel(int[] sgx, int pceSvn, Optional<int[]> tdx, TcbLevel level) {

    private static final int COMPONENTS = 16;
    private static final int MAX_LEVELS = 256;

    /// Highest first.
    static List<PlatformLevel> parse(JsonPlace json, boolean tdx) throws RefusedException {
        List<PlatformLevel> levels = new ArrayList<>();
        for (JsonPlace level : json.elementsUpTo(MAX_LEVELS)) {
            JsonPlace tcb = level.member("tcb");
            levels.add(
                    new PlatformLevel(
                            components(tcb.member("sgxtcbcomponents")),
                            (int) tcb.member("pcesvn").unsigned(0xFFFF),
                            tdx
                                    ? Optional.of(components(tcb.member("tdxtcbcomponents")))
                                    : Optional.empty(),
                            TcbLevel.parse(level)));
        }
        if (levels.isEmpty()) {
            throw json.refused("has no level");
        }
        levels.sort(PlatformLevel.order().reversed());
        return List.copyOf(levels);
    }

    /// Whether a platform has reached this level.
    ///
    /// @param teeSvn of the TD's TEE_TCB_SVN; not looked at for SGX
    boolean isReached(PckExtension pck, byte[] teeSvn) {
        if (!covers(pck.components(), sgx, 0) || pck.pceSvn() < pceSvn) {
            return false;
        }
        if (tdx.isEmpty()) {
            return true;
        }
        int[] svn = new int[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            svn[i] = Byte.toUnsignedInt(teeSvn[i]);
        }
        // From TDX module 1.5 on, the module's own identity judges the first two.
        return covers(svn, tdx.get(), svn[1] > 0 ? 2 : 0);
    }

    private static boolean covers(int[] has, int[] needs, int from) {
        for (int i = from; i < COMPONENTS; i++) {
            if (has[i] < needs[i]) {
                return false;
            }
        }
        return true;
    }

    private static Comparator<PlatformLevel> order() {
        return Comparator.<PlatformLevel, int[]>comparing(PlatformLevel::sgx, Arrays::compare)
                .thenComparing(level -> level.tdx().orElse(new int[0]), Arrays::compare)
                .thenComparingInt(PlatformLevel::pceSvn);
    }

    private static int[] components(JsonPlace json) throws RefusedException {
        List<JsonPlace> elements = json.elementsUpTo(COMPONENTS);
        if (elements.size() != COMPONENTS) {
            throw json.refused("has " + elements.size() + " components, not " + COMPONENTS);
        }
        int[] svn = new int[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            svn[i] = (int) elements.get(i).member("svn").unsigned(0xFF);
        }
        return svn;
    }
}
