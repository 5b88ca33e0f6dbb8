package dev.fiducia.attestation.se;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.SmallFile;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the files of the configuration: certificates and lists in PEM or DER, and the image.
final class SeFiles {

    private static final int MAX_BYTES = 16 << 20;
    static final int MAX_FILES = 1024;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    private final CryptoSuite crypto;

    SeFiles(CryptoSuite crypto) {
        this.crypto = crypto;
    }

    /// Size and time of every file; a file that isn't there has a stamp too.
    static Map<Path, String> stamps(SeConfig config) {
        List<Path> all = new ArrayList<>(config.hostKeys());
        all.addAll(config.certificates());
        all.addAll(config.roots());
        all.addAll(config.revocationLists());
        all.add(config.imageHeader());
        Map<Path, String> stamps = new HashMap<>();
        for (Path path : all) {
            stamps.put(path, stamp(path));
            try {
                for (Path file : files(path)) {
                    stamps.put(file, stamp(file));
                }
            } catch (IOException e) {
                stamps.put(path, "unreadable");
            }
        }
        return stamps;
    }

    List<SeCertificate> certificates(List<Path> paths) throws VerifierSetupException {
        List<SeCertificate> all = new ArrayList<>();
        for (Map.Entry<Path, byte[]> file : contents(paths).entrySet()) {
            for (byte[] der : blocks(file.getValue(), "CERTIFICATE", file.getKey())) {
                all.add(certificate(der, file.getKey()));
            }
        }
        return all;
    }

    /// Host key documents by file: of several certificates in one file the first counts.
    Map<Path, SeCertificate> documents(List<Path> paths) throws VerifierSetupException {
        Map<Path, SeCertificate> all = new TreeMap<>();
        for (Map.Entry<Path, byte[]> file : contents(paths).entrySet()) {
            List<byte[]> blocks = blocks(file.getValue(), "CERTIFICATE", file.getKey());
            all.put(file.getKey(), certificate(blocks.getFirst(), file.getKey()));
        }
        return all;
    }

    List<SeRevocationList> lists(List<Path> paths) throws VerifierSetupException {
        List<SeRevocationList> all = new ArrayList<>();
        for (Map.Entry<Path, byte[]> file : contents(paths).entrySet()) {
            for (byte[] der : blocks(file.getValue(), "X509 CRL", file.getKey())) {
                all.add(SeRevocationList.read(der, file.getKey()));
            }
        }
        return all;
    }

    byte[] imageTags(Path image) throws VerifierSetupException {
        try (InputStream in = Files.newInputStream(image)) {
            return ImageHeader.tags(in.readNBytes(ImageHeader.MAX_BYTES));
        } catch (IOException e) {
            throw unreadable(image, e);
        } catch (RefusedException e) {
            throw new VerifierSetupException(
                    "verifier.se.image_header " + image + ": " + e.refusal().message(), e);
        }
    }

    private SeCertificate certificate(byte[] der, Path file) throws VerifierSetupException {
        try {
            return new SeCertificate(crypto.certificate(der));
        } catch (CertificateException e) {
            throw new VerifierSetupException(
                    "verifier.se: " + file + " holds something that is no certificate", e);
        }
    }

    /// The blocks of a kind in a PEM text, at least one; anything else is one block of DER.
    private static List<byte[]> blocks(byte[] content, String kind, Path file)
            throws VerifierSetupException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN ")) {
            return List.of(content);
        }
        List<byte[]> blocks = new ArrayList<>();
        Matcher all = PEM.matcher(text);
        while (all.find()) {
            if (all.group(1).equals(kind)) {
                try {
                    blocks.add(Base64.getMimeDecoder().decode(all.group(2)));
                } catch (IllegalArgumentException e) {
                    throw new VerifierSetupException("verifier.se: " + file + " is not PEM", e);
                }
            }
        }
        if (blocks.isEmpty()) {
            throw new VerifierSetupException("verifier.se: " + file + " holds no " + kind);
        }
        return blocks;
    }

    private static Map<Path, byte[]> contents(List<Path> paths) throws VerifierSetupException {
        Map<Path, byte[]> contents = new TreeMap<>();
        for (Path path : paths) {
            try {
                for (Path file : files(path)) {
                    contents.put(file, content(file));
                }
            } catch (IOException e) {
                throw unreadable(path, e);
            }
        }
        return contents;
    }

    private static byte[] content(Path file) throws VerifierSetupException {
        try {
            return SmallFile.read(file, MAX_BYTES);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Hidden files are left out: volumes of Kubernetes have their machinery in such. A list of
    /// revoked certificates that was left out for being one too many would let them pass.
    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            List<Path> found =
                    all.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                            .filter(Files::isRegularFile)
                            .limit(MAX_FILES + 1L)
                            .sorted()
                            .toList();
            if (found.size() > MAX_FILES) {
                throw new IOException("there are more than " + MAX_FILES + " files");
            }
            return found;
        }
    }

    private static String stamp(Path path) {
        try {
            return Files.size(path)
                    + "@"
                    + Files.getLastModifiedTime(path)
                    + "@"
                    + path.toRealPath();
        } catch (IOException e) {
            return "missing";
        }
    }

    private static VerifierSetupException unreadable(Path path, IOException e) {
        return new VerifierSetupException(
                "verifier.se: " + path + " can't be read: " + e.getMessage(), e);
    }
}
