package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A level of a TDX module or of a quoting enclave: from this SVN on.
///
/// @param isvSvn least SVN
/// @param level what holds from there
record EnclaveLevel(int isvSvn, TcbLevel level) {

    private static final int MAX_LEVELS = 256;

    /// Highest first.
    static List<EnclaveLevel> parse(JsonPlace json) throws RefusedException {
        List<EnclaveLevel> levels = new ArrayList<>();
        for (JsonPlace level : json.elementsUpTo(MAX_LEVELS)) {
            int isvSvn = (int) level.member("tcb").member("isvsvn").unsigned(0xFFFF);
            levels.add(new EnclaveLevel(isvSvn, TcbLevel.parse(level)));
        }
        levels.sort(Comparator.comparingInt(EnclaveLevel::isvSvn).reversed());
        return List.copyOf(levels);
    }

    /// The highest level that an SVN reaches.
    static Optional<TcbLevel> reached(List<EnclaveLevel> levels, int isvSvn) {
        return levels.stream()
                .filter(level -> isvSvn >= level.isvSvn)
                .map(EnclaveLevel::level)
                .findFirst();
    }
}
