package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The root keys that are trusted: Intel's, which is pinned, and those that the configuration
/// names.
final class IntelAnchors {

    static final String ROOT_NAME = "Intel SGX Root CA";

    /// Of the certificate with SHA-256
    /// 44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3.
    private static final byte[] INTEL =
            HexFormat.of()
                    .parseHex(
                            "040ba9c4c0c0c86193a3fe23d6b02cda10a8bbd4e88e48b4458561a36e705525f5"
                                    + "67918e2edc88e40d860bd0cc4ee26aacc988e505a953558c453f6b0904ae7394");

    private final List<Anchor> anchors;

    /// @param point the root's key, 04 ‖ x ‖ y
    /// @param origin whose word it is: `intel` or `configured`
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    record Anchor(byte[] point, String origin) {

        /// What claims call the root: SHA-384 of its key.
        String keyId(CryptoSuite crypto) {
            return HexFormat.of().formatHex(crypto.digest(HashAlgorithm.SHA384, point));
        }

        /// The key, for this suite.
        Optional<ECPublicKey> key(CryptoSuite crypto) {
            int half = point.length / 2;
            try {
                return Optional.of(
                        crypto.ecPublicKey(
                                EcCurve.P256,
                                Arrays.copyOfRange(point, 1, 1 + half),
                                Arrays.copyOfRange(point, 1 + half, point.length)));
            } catch (InvalidKeyException e) {
                return Optional.empty();
            }
        }
    }

    private IntelAnchors(List<Anchor> anchors) {
        this.anchors = List.copyOf(anchors);
    }

    static IntelAnchors load(List<Path> extraRoots, CryptoSuite crypto) throws IntelSetupException {
        List<Anchor> anchors = new ArrayList<>();
        anchors.add(new Anchor(INTEL, "intel"));
        for (Path file : extraRoots) {
            for (X509Certificate root : read(file, crypto)) {
                byte[] point =
                        IntelSignatures.point(root.getPublicKey(), crypto)
                                .orElseThrow(() ->
                                        new IntelSetupException(
                                                "Intel roots " + file + ": not a key on P-256"));
                anchors.add(new Anchor(point, "configured"));
            }
        }
        return new IntelAnchors(anchors);
    }

    List<Anchor> all() {
        return anchors;
    }

    /// The anchor that a root certificate stands for: the key is what counts, its own signature
    /// too.
    Anchor of(X509Certificate root, CryptoSuite crypto) throws RefusedException {
        byte[] point = IntelSignatures.point(root.getPublicKey(), crypto).orElse(new byte[0]);
        for (Anchor anchor : anchors) {
            if (Arrays.equals(anchor.point(), point)
                    && IntelSignatures.issued(root, root, crypto)
                    && PemCertificates.commonName(root).filter(ROOT_NAME::equals).isPresent()) {
                return anchor;
            }
        }
        throw RefusedException.of("dcap-root-untrusted", "The root certificate is not Intel's");
    }

    private static List<X509Certificate> read(Path file, CryptoSuite crypto)
            throws IntelSetupException {
        try {
            return PemCertificates.read(file, crypto);
        } catch (IOException e) {
            throw new IntelSetupException(
                    "Intel roots " + file + " can't be read: " + e.getMessage(), e);
        }
    }
}
