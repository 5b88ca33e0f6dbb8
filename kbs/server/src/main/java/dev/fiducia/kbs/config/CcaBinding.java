package dev.fiducia.kbs.config;

import dev.fiducia.attestation.collateral.HttpSettings;
import dev.fiducia.attestation.veraison.VeraisonConfig;
import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads `[verifier.cca]`.
final class CcaBinding {
    private static final List<String> OF_THE_SERVICE =
            List.of(
                    "veraison_key",
                    "veraison_tls_roots",
                    "veraison_timeout_seconds",
                    "veraison_unknown_realms");

    private CcaBinding() {}

    static CcaVerifierConfig bind(Section cca) {
        List<Path> anchors = cca.files("trust_anchors");
        Optional<String> address = cca.text("veraison");
        Optional<Path> key = cca.file("veraison_key");
        List<Path> roots = cca.files("veraison_tls_roots");
        Duration timeout = Duration.ofSeconds(cca.whole("veraison_timeout_seconds", 10, 1, 60));
        boolean unknownRealms = cca.truth("veraison_unknown_realms", false);
        if (address.isEmpty()) {
            OF_THE_SERVICE.stream()
                    .filter(cca::has)
                    .forEach(name ->
                            cca.problem(Code.CONFLICT, name, "is for the service of veraison"));
        } else if (!anchors.isEmpty()) {
            cca.problem(
                    Code.CONFLICT,
                    "veraison",
                    "trust_anchors say which platforms are known; use one of the two");
        }
        Optional<URI> service = address.flatMap(text -> origin(cca, text));
        if (service.isPresent() && key.isEmpty()) {
            cca.note(
                    "verifier.cca.veraison_key is not set: whoever can answer as "
                            + service.get()
                            + " says which platforms are genuine");
        }
        return new CcaVerifierConfig(
                anchors,
                service.map(uri ->
                        new VeraisonConfig(uri, key, new HttpSettings(timeout, timeout, roots))),
                unknownRealms);
    }

    private static Optional<URI> origin(Section cca, String text) {
        Optional<URI> service = WebAddress.parseProven(text).filter(WebAddress::isOrigin);
        if (service.isEmpty()) {
            cca.problem(
                    Code.BAD_VALUE,
                    "veraison",
                    "\"" + text + "\" is not the https address of a host, without a path");
        }
        return service;
    }
}
