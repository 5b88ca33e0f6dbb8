package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.SmallFile;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// The roots that are trusted: AMD's, which are embedded, and those that the configuration names.
///
/// @param all AMD's first
record SnpAnchors(List<SnpAnchor> all) {

    private static final int MAX_FILE_BYTES = 256 << 10;

    SnpAnchors {
        all = List.copyOf(all);
    }

    /// AMD's roots and those of the files.
    static SnpAnchors load(List<Path> extraRoots, CryptoSuite crypto) throws SnpSetupException {
        List<SnpAnchor> anchors = new ArrayList<>();
        for (SnpProduct product : SnpProduct.values()) {
            anchors.addAll(
                    read(embedded(product), product.fileName(), SnpAnchor.Origin.AMD, crypto));
        }
        for (Path file : extraRoots) {
            anchors.addAll(
                    read(content(file), file.toString(), SnpAnchor.Origin.CONFIGURED, crypto));
        }
        return new SnpAnchors(anchors);
    }

    List<SnpAnchor> of(SnpProduct product) {
        return all.stream().filter(anchor -> anchor.product() == product).toList();
    }

    private static List<SnpAnchor> read(
            String pem, String name, SnpAnchor.Origin origin, CryptoSuite crypto)
            throws SnpSetupException {
        try {
            List<X509Certificate> bundle = SnpCertificates.parsePem(pem, crypto);
            return SnpAnchor.read(bundle, origin, crypto);
        } catch (CertificateException e) {
            throw new SnpSetupException("SNP roots " + name + ": not PEM certificates", e);
        } catch (SnpSetupException e) {
            throw new SnpSetupException("SNP roots " + name + ": " + e.getMessage(), e);
        }
    }

    private static String embedded(SnpProduct product) {
        try (InputStream in = SnpAnchors.class.getResourceAsStream(product.fileName())) {
            if (in == null) {
                throw new IllegalStateException(
                        "AMD's roots for " + product.label() + " are not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) throws SnpSetupException {
        try {
            return new String(SmallFile.read(file, MAX_FILE_BYTES), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new SnpSetupException(
                    "SNP roots " + file + " can't be read: " + e.getMessage(), e);
        }
    }
}
