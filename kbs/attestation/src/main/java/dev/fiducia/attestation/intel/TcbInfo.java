package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// TCB info of version 3: the levels of a family of platforms, and the TDX modules that are
/// Intel's.
record TcbInfo(
        DcapQuote.Kind kind,
        Instant issueDate,
        Instant nextUpdate,
        String fmspc,
        String pceId,
        long evaluationNumber,
        Optional<Module> module,
        List<Module> moduleIdentities,
        List<PlatformLevel> levels) {

    private static final int VERSION = 3;
    private static final int MAX_MODULES = 64;

    /// A TDX module.
    ///
    /// @param id `TDX_03`; empty of the module that has no identity of its own
    @SuppressWarnings("ArrayRecordComponent") // within this package, never changed nor compared
    record Module(String id, byte[] mrSigner, byte[] attributes, List<EnclaveLevel> levels) {}

    static TcbInfo parse(JsonPlace json) throws RefusedException {
        if (json.member("version").unsigned(0xFFFF) != VERSION) {
            throw json.member("version").refused("is not " + VERSION);
        }
        if (json.member("tcbType").unsigned(0xFFFF) != 0) {
            throw json.member("tcbType").refused("is not 0");
        }
        DcapQuote.Kind kind =
                switch (json.member("id").text()) {
                    case "TDX" -> DcapQuote.Kind.TDX;
                    case "SGX" -> DcapQuote.Kind.SGX;
                    default -> throw json.member("id").refused("is neither TDX nor SGX");
                };
        boolean isTdx = kind == DcapQuote.Kind.TDX;
        return new TcbInfo(
                kind,
                TcbLevel.time(json.member("issueDate")),
                TcbLevel.time(json.member("nextUpdate")),
                json.member("fmspc").text().toUpperCase(Locale.ROOT),
                json.member("pceId").text().toUpperCase(Locale.ROOT),
                json.member("tcbEvaluationDataNumber").unsigned(Integer.MAX_VALUE),
                isTdx ? Optional.of(module("", json.member("tdxModule"))) : Optional.empty(),
                isTdx ? modules(json) : List.of(),
                PlatformLevel.parse(json.member("tcbLevels"), isTdx));
    }

    /// The identity of a module's major version, if Intel gave it one.
    Optional<Module> identity(int majorVersion) {
        String id = "TDX_" + HexFormat.of().withUpperCase().toHexDigits((byte) majorVersion);
        return moduleIdentities.stream().filter(module -> module.id().equals(id)).findFirst();
    }

    private static List<Module> modules(JsonPlace json) throws RefusedException {
        List<Module> modules = new ArrayList<>();
        Optional<JsonPlace> identities = json.optionalMember("tdxModuleIdentities");
        if (identities.isPresent()) {
            for (JsonPlace identity : identities.get().elementsUpTo(MAX_MODULES)) {
                modules.add(
                        module(identity.member("id").text().toUpperCase(Locale.ROOT), identity));
            }
        }
        return List.copyOf(modules);
    }

    private static Module module(String id, JsonPlace json) throws RefusedException {
        return new Module(
                id,
                exactly(json.member("mrsigner"), 48),
                exactly(json.member("attributes"), 8),
                id.isEmpty() ? List.of() : EnclaveLevel.parse(json.member("tcbLevels")));
    }

    static byte[] exactly(JsonPlace json, int length) throws RefusedException {
        byte[] bytes = json.hexUpTo(length);
        if (bytes.length != length) {
            throw json.refused("does not stand for " + length + " bytes");
        }
        return bytes;
    }
}
