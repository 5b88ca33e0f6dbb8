package dev.fiducia.attestation.snp;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A trusted root of one product, with the intermediates known under it.
///
/// @param product the product that it endorses; a chain of another product never ends here
/// @param origin who put the trust here
/// @param ark the root; its own signature was checked when it was read
/// @param intermediates issuers of endorsement keys, used where the evidence brings none
record SnpAnchor(
        SnpProduct product,
        Origin origin,
        X509Certificate ark,
        List<X509Certificate> intermediates) {

    private static final String ROOT_PREFIX = "ARK-";

    /// Whose word it is.
    enum Origin {
        /// Embedded: AMD's own roots.
        AMD("amd"),
        /// Named by the operator's configuration, for simulated hardware.
        CONFIGURED("configured");

        private final String claim;

        Origin(String claim) {
            this.claim = claim;
        }

        String claim() {
            return claim;
        }
    }

    SnpAnchor {
        intermediates = List.copyOf(intermediates);
    }

    /// Reads a bundle: self-signed roots named `ARK-<product>`, and intermediates that one of them
    /// signed.
    static List<SnpAnchor> read(List<X509Certificate> bundle, Origin origin, CryptoSuite crypto)
            throws SnpSetupException {
        List<SnpAnchor> anchors = new ArrayList<>();
        List<X509Certificate> rest = new ArrayList<>();
        for (X509Certificate certificate : bundle) {
            Optional<SnpProduct> product = productOfRoot(certificate);
            if (product.isPresent()) {
                if (!SnpSignatures.issued(certificate, certificate, crypto)) {
                    throw new SnpSetupException(describe(certificate) + " is not signed by itself");
                }
                anchors.add(new SnpAnchor(product.get(), origin, certificate, List.of()));
            } else {
                rest.add(certificate);
            }
        }
        if (anchors.isEmpty()) {
            throw new SnpSetupException(
                    "holds no root: a self-signed certificate with the common name ARK-Milan, ARK-Genoa or ARK-Turin");
        }
        for (X509Certificate certificate : rest) {
            if (anchors.stream().noneMatch(a -> SnpSignatures.issued(a.ark, certificate, crypto))) {
                throw new SnpSetupException(
                        describe(certificate) + " is signed by none of the roots beside it");
            }
        }
        return anchors.stream().map(a -> a.with(rest, crypto)).toList();
    }

    /// The intermediate that issues keys of this kind.
    Optional<X509Certificate> intermediate(VekType type) {
        String name = type.issuerCommonName(product);
        return intermediates.stream()
                .filter(c -> SnpCertificates.commonName(c).filter(name::equals).isPresent())
                .findFirst();
    }

    /// SHA-256 of the root's DER form.
    String fingerprint(CryptoSuite crypto) {
        return HexFormat.of()
                .formatHex(crypto.digest(HashAlgorithm.SHA256, SnpCertificates.der(ark)));
    }

    private SnpAnchor with(List<X509Certificate> candidates, CryptoSuite crypto) {
        List<X509Certificate> own =
                candidates.stream().filter(c -> SnpSignatures.issued(ark, c, crypto)).toList();
        return new SnpAnchor(product, origin, ark, own);
    }

    private static Optional<SnpProduct> productOfRoot(X509Certificate certificate) {
        Optional<String> name = SnpCertificates.commonName(certificate);
        for (SnpProduct product : SnpProduct.values()) {
            if (name.filter((ROOT_PREFIX + product.label())::equals).isPresent()) {
                return Optional.of(product);
            }
        }
        return Optional.empty();
    }

    private static String describe(X509Certificate certificate) {
        return SnpCertificates.commonName(certificate)
                .orElse("A certificate without a common name");
    }
}
