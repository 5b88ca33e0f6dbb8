package dev.fiducia.attestation.snp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import javax.security.auth.x500.X500Principal;

/// Builds chains from endorsement keys to trusted roots.
///
/// A chain is verified once and then kept by the content of its certificates: three RSA-4096
/// verifications fewer for every further report of the chip. Only chains that hold are kept.
final class VekChains {

    private static final int MAX_CACHED = 4096;
    private static final int KEY_CERT_SIGN = 5;

    private final SnpAnchors anchors;
    private final CryptoSuite crypto;
    private final Cache<ByteBuffer, VekChain> verified =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    VekChains(SnpAnchors anchors, CryptoSuite crypto) {
        this.anchors = anchors;
        this.crypto = crypto;
    }

    /// The chain of these certificates for a product; its dates are not checked.
    VekChain build(SnpProduct product, PresentedCertificates presented) throws RefusedException {
        ByteBuffer key = cacheKey(product, presented);
        VekChain known = verified.getIfPresent(key);
        if (known != null) {
            return known;
        }
        VekChain chain = verify(product, presented);
        verified.put(key, chain);
        return chain;
    }

    private VekChain verify(SnpProduct product, PresentedCertificates presented)
            throws RefusedException {
        RefusedException first = null;
        for (SnpAnchor anchor : closestFirst(anchors.of(product), presented)) {
            try {
                return verify(anchor, presented);
            } catch (RefusedException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null
                ? RefusedException.of(
                        "snp-root-untrusted", "No root is trusted for " + product.label())
                : first;
    }

    /// Tries the root that the certificates name first, so that the refusal speaks of that one.
    private static List<SnpAnchor> closestFirst(
            List<SnpAnchor> anchors, PresentedCertificates presented) {
        return anchors.stream()
                .sorted(Comparator.comparing((SnpAnchor anchor) -> !isNamed(anchor, presented)))
                .toList();
    }

    private static boolean isNamed(SnpAnchor anchor, PresentedCertificates presented) {
        X500Principal root = anchor.ark().getSubjectX500Principal();
        if (presented.intermediate().isPresent()) {
            return presented.intermediate().get().getIssuerX500Principal().equals(root);
        }
        X500Principal issuer = presented.vek().getIssuerX500Principal();
        return anchor.intermediates().stream()
                .anyMatch(c -> c.getSubjectX500Principal().equals(issuer));
    }

    private VekChain verify(SnpAnchor anchor, PresentedCertificates presented)
            throws RefusedException {
        requireTrustedRoot(anchor, presented.ark());
        X509Certificate intermediate = intermediate(anchor, presented);
        requireIssuer(anchor, intermediate, presented.vekType());
        X509Certificate vek = presented.vek();
        if (!SnpSignatures.issued(intermediate, vek, crypto)) {
            throw invalid("The " + presented.vekType() + " is not issued by " + name(intermediate));
        }
        return new VekChain(
                presented.vekType(),
                endorsementKey(vek, presented.vekType()),
                VekExtensions.of(vek),
                anchor,
                List.of(anchor.ark(), intermediate, vek));
    }

    /// A root that comes with the evidence adds nothing: it has to be one of ours, perhaps issued
    /// anew.
    private void requireTrustedRoot(SnpAnchor anchor, Optional<X509Certificate> ark)
            throws RefusedException {
        if (ark.isPresent()
                && !(ark.get().getPublicKey().equals(anchor.ark().getPublicKey())
                        && SnpSignatures.issued(anchor.ark(), ark.get(), crypto))) {
            throw RefusedException.of(
                    "snp-root-untrusted",
                    "The ARK in the evidence is not a trusted root of " + anchor.product().label());
        }
    }

    private static X509Certificate intermediate(SnpAnchor anchor, PresentedCertificates presented)
            throws RefusedException {
        Optional<X509Certificate> intermediate = presented.intermediate();
        if (intermediate.isEmpty()) {
            intermediate = anchor.intermediate(presented.vekType());
        }
        return intermediate.orElseThrow(() ->
                RefusedException.of(
                        "snp-chain-incomplete",
                        "The issuer of the "
                                + presented.vekType()
                                + " is neither in the evidence nor known"));
    }

    private void requireIssuer(SnpAnchor anchor, X509Certificate certificate, VekType type)
            throws RefusedException {
        if (!SnpSignatures.issued(anchor.ark(), certificate, crypto)) {
            throw invalid(name(certificate) + " is not issued by a trusted " + name(anchor.ark()));
        }
        String expected = type.issuerCommonName(anchor.product());
        if (SnpCertificates.commonName(certificate).filter(expected::equals).isEmpty()) {
            throw invalid(
                    "A " + type + " is issued by " + expected + ", not by " + name(certificate));
        }
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || usage == null || !usage[KEY_CERT_SIGN]) {
            throw invalid(name(certificate) + " is not a certificate authority");
        }
        requireKnownExtensions(certificate);
    }

    private ECPublicKey endorsementKey(X509Certificate vek, VekType type) throws RefusedException {
        if (SnpCertificates.commonName(vek).filter(type.commonName()::equals).isEmpty()) {
            throw invalid("The certificate presented as " + type + " is for " + name(vek));
        }
        if (vek.getBasicConstraints() >= 0) {
            throw invalid("The " + type + " is a certificate authority");
        }
        requireKnownExtensions(vek);
        try {
            ECPublicKey key = crypto.ecPublicKey(vek.getPublicKey().getEncoded());
            if (EcCurve.of(key).filter(curve -> curve == EcCurve.P384).isPresent()) {
                return key;
            }
        } catch (InvalidKeyException e) {
            // not on any curve known here, so not on P-384
        }
        throw invalid("The " + type + " is not a key on P-384");
    }

    private static void requireKnownExtensions(X509Certificate certificate)
            throws RefusedException {
        if (certificate.hasUnsupportedCriticalExtension()) {
            throw invalid(name(certificate) + " has a critical extension that isn't known");
        }
    }

    private ByteBuffer cacheKey(SnpProduct product, PresentedCertificates presented) {
        byte[] head =
                (product.name() + presented.vekType().name()).getBytes(StandardCharsets.US_ASCII);
        byte[] key =
                crypto.digest(
                        HashAlgorithm.SHA256,
                        head,
                        fingerprint(Optional.of(presented.vek())),
                        fingerprint(presented.intermediate()),
                        fingerprint(presented.ark()));
        return ByteBuffer.wrap(key);
    }

    /// Of fixed length, so that the parts of a key can't be shifted; zeros stand for none.
    private byte[] fingerprint(Optional<X509Certificate> certificate) {
        return certificate
                .map(c -> crypto.digest(HashAlgorithm.SHA256, SnpCertificates.der(c)))
                .orElseGet(() -> new byte[HashAlgorithm.SHA256.length()]);
    }

    private static String name(X509Certificate certificate) {
        return SnpCertificates.commonName(certificate)
                .orElse("a certificate without a common name");
    }

    private static RefusedException invalid(String message) {
        return RefusedException.of("snp-chain-invalid", message);
    }
}
