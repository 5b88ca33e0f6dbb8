package dev.fiducia.attestation.hygon;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The roots that chains may begin with: Hygon's, and those of the configuration.
final class HygonRoots {

    private static final String KEY_ID = "3ae86a9701355cce333a589de21583d7";
    private static final String X =
            "be62e14d62a4f14cf3d702db09563a75c80935e785cd1f502af5f21d92c2f62d";
    private static final String Y =
            "3bab123a57bb7015584f8b97164e95384a640c10b9be884738744d68b41eb946";

    private final List<Root> roots;

    /// @param name `hygon` or `configured`
    record Root(String name, AuthorityCertificate certificate) {}

    private HygonRoots(List<Root> roots) {
        this.roots = List.copyOf(roots);
    }

    static HygonRoots load(List<Path> extraRoots, CryptoSuite crypto)
            throws VerifierSetupException {
        List<Root> roots = new ArrayList<>();
        roots.add(new Root("hygon", hygon(crypto)));
        for (Path file : extraRoots) {
            roots.add(new Root("configured", read(file, crypto)));
        }
        return new HygonRoots(roots);
    }

    /// The root that issued a signing key's certificate.
    Root issuerOf(AuthorityCertificate hsk, CryptoSuite crypto) throws RefusedException {
        for (Root root : roots) {
            if (hsk.isIssuedBy(root.certificate(), crypto)) {
                return root;
            }
        }
        throw RefusedException.of(
                "hygon-chain-invalid",
                "The HSK certificate is not issued by a root that is trusted");
    }

    /// The key itself is what is trusted, so nothing has to be signed.
    private static AuthorityCertificate hygon(CryptoSuite crypto) {
        byte[] id = HexFormat.of().parseHex(KEY_ID);
        byte[] userId = "HYGON-SSD-HRK".getBytes(StandardCharsets.US_ASCII);
        try {
            HygonKey key =
                    new HygonKey(
                            Usage.HRK,
                            crypto.sm2PublicKey(
                                    HexFormat.of().parseHex(X), HexFormat.of().parseHex(Y)),
                            HexFormat.of().formatHex(userId));
            return new AuthorityCertificate(key, id, id, new byte[0], new byte[0]);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("Hygon's root is not a point of the curve", e);
        }
    }

    private static AuthorityCertificate read(Path file, CryptoSuite crypto)
            throws VerifierSetupException {
        try (InputStream in = Files.newInputStream(file)) {
            AuthorityCertificate root =
                    AuthorityCertificate.parse(
                            in.readNBytes(AuthorityCertificate.LENGTH + 1), Usage.HRK, crypto);
            if (!root.isIssuedBy(root, crypto)) {
                throw new VerifierSetupException("Hygon root " + file + " is not signed by itself");
            }
            return root;
        } catch (IOException e) {
            throw new VerifierSetupException(
                    "Hygon root " + file + " can't be read: " + e.getMessage(), e);
        } catch (RefusedException e) {
            throw new VerifierSetupException(
                    "Hygon root " + file + ": " + e.refusal().message(), e);
        }
    }
}
