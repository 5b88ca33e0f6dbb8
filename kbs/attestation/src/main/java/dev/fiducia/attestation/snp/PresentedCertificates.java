package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.security.cert.X509Certificate;
import java.util.Optional;

/// The certificates that came with the evidence, in the roles that the evidence claims for them.
///
/// @param ark the root as presented; it must be one that is trusted anyway
/// @param intermediate issuer of the endorsement key (ASK, or ASVK under the same name)
/// @param vek the first endorsement key in the table
/// @param vekType the role it was presented in
record PresentedCertificates(
        Optional<X509Certificate> ark,
        Optional<X509Certificate> intermediate,
        X509Certificate vek,
        VekType vekType) {

    /// The table is a page of the host's making: some entries, most of them certificates.
    private static final int MAX_ENTRIES = 32;

    private static final int MAX_ENTRY_BYTES = 16 << 10;

    static PresentedCertificates parse(EvidenceJson table, CryptoSuite crypto)
            throws RefusedException {
        Optional<X509Certificate> ark = Optional.empty();
        Optional<X509Certificate> ask = Optional.empty();
        Optional<X509Certificate> vek = Optional.empty();
        VekType vekType = VekType.VCEK;
        int size = table.sizeUpTo(MAX_ENTRIES);
        for (int i = 0; i < size; i++) {
            EvidenceJson entry = table.element(i);
            String type = entry.member("cert_type").node().asText("");
            byte[] data = entry.member("data").bytesUpTo(MAX_ENTRY_BYTES);
            switch (type) {
                case "ARK" -> ark = Optional.of(certificate(data, entry, crypto));
                case "ASK" -> ask = Optional.of(certificate(data, entry, crypto));
                case "VCEK", "VLEK" -> {
                    if (vek.isEmpty()) {
                        vek = Optional.of(certificate(data, entry, crypto));
                        vekType = VekType.valueOf(type);
                    }
                }
                default -> {
                    // CRL, Empty and vendors' own entries ({"OTHER": uuid}) say nothing here.
                }
            }
        }
        if (vek.isEmpty()) {
            throw RefusedException.at(
                    "snp-chain-incomplete",
                    "If a cert chain is provided, it must include a VCEK/VLEK",
                    table.path());
        }
        return new PresentedCertificates(ark, ask, vek.get(), vekType);
    }

    private static X509Certificate certificate(byte[] data, EvidenceJson entry, CryptoSuite crypto)
            throws RefusedException {
        return SnpCertificates.parse(data, crypto, entry.path());
    }
}
