package dev.fiducia.initdata.lint.hub;

import dev.fiducia.initdata.lint.connection.Certificates;

import java.security.cert.X509Certificate;
import java.util.List;

/// For how much a root certificate can vouch.
final class RootScope {

    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    private RootScope() {}

    /// Whether one of the certificates is an authority for whatever name.
    static boolean isBroad(String pem) {
        List<X509Certificate> certificates = Certificates.parse(pem).orElse(List.of());
        return certificates.stream()
                .anyMatch(certificate ->
                        certificate.getBasicConstraints() >= 0
                                && certificate.getExtensionValue(NAME_CONSTRAINTS) == null);
    }
}
