package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;

/// An endorsement key whose certificate chains to a trusted root.
///
/// @param type VCEK or VLEK, as the certificate has it
/// @param key verifies reports
/// @param extensions what AMD says of chip and firmware
/// @param anchor the root that it chains to
/// @param certificates all of the chain, root first
record VekChain(
        VekType type,
        ECPublicKey key,
        VekExtensions extensions,
        SnpAnchor anchor,
        List<X509Certificate> certificates) {

    VekChain {
        certificates = List.copyOf(certificates);
    }

    /// Signatures stay valid, dates don't: asked at every use.
    void requireValidAt(Instant now) throws RefusedException {
        for (X509Certificate certificate : certificates) {
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            if (now.isBefore(from) || now.isAfter(until)) {
                String name = SnpCertificates.commonName(certificate).orElse("?");
                throw RefusedException.of(
                        "snp-certificate-expired",
                        "The certificate "
                                + name
                                + " is valid from "
                                + from
                                + " until "
                                + until
                                + ", not now");
            }
        }
    }
}
