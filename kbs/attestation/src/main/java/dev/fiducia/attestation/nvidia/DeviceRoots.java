package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The roots that device chains may end in, known by the SHA-256 of the whole certificate: chains
/// bring theirs along.
final class DeviceRoots {

    /// "NVIDIA Device Identity CA", P-384.
    private static final String NVIDIA =
            "102bf659d5419614c9d8e6aecebc80454eb26b1df6a769ac720b9a690b167b48";

    private final Map<String, String> names;
    private final CryptoSuite crypto;

    private DeviceRoots(Map<String, String> names, CryptoSuite crypto) {
        this.names = Map.copyOf(names);
        this.crypto = crypto;
    }

    static DeviceRoots load(List<Path> extraRoots, CryptoSuite crypto)
            throws VerifierSetupException {
        Map<String, String> names = new HashMap<>();
        for (X509Certificate root : read(extraRoots, crypto)) {
            names.put(fingerprint(root, crypto), "configured");
        }
        names.put(NVIDIA, "nvidia");
        return new DeviceRoots(names, crypto);
    }

    /// Which root that is: `nvidia` or `configured`.
    String require(X509Certificate root) throws RefusedException {
        String name = names.get(fingerprint(root, crypto));
        if (name == null) {
            throw RefusedException.of(
                    "nvidia-root-untrusted",
                    "The last certificate of the chain is no root that is trusted");
        }
        return name;
    }

    private static String fingerprint(X509Certificate certificate, CryptoSuite crypto) {
        return HexFormat.of()
                .formatHex(crypto.digest(HashAlgorithm.SHA256, PemCertificates.der(certificate)));
    }

    /// All certificates of PEM files, of which each has one at least.
    static List<X509Certificate> read(List<Path> files, CryptoSuite crypto)
            throws VerifierSetupException {
        List<X509Certificate> roots = new ArrayList<>();
        for (Path file : files) {
            try {
                roots.addAll(PemCertificates.read(file, crypto));
            } catch (IOException e) {
                throw new VerifierSetupException(
                        "NVIDIA roots " + file + " can't be read: " + e.getMessage(), e);
            }
        }
        return List.copyOf(roots);
    }
}
