package dev.fiducia.attestation.collateral;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keys that sign bundles: ECDSA on P-256 with SHA-256.
///
/// @param key verifies
/// @param id SHA-256 of its SubjectPublicKeyInfo, hex
public record BundleKey(ECPublicKey key, String id) {

    private static final int MAX_FILE = 64 << 10;
    private static final Pattern PUBLIC = pem("PUBLIC KEY");
    private static final Pattern PRIVATE = pem("PRIVATE KEY");

    /// Reads a PEM file, `PUBLIC KEY`.
    ///
    /// @throws BundleException when it is none on P-256
    public static BundleKey read(Path file, CryptoSuite crypto) throws BundleException {
        byte[] der = content(file, PUBLIC);
        try {
            ECPublicKey key = crypto.ecPublicKey(der);
            if (EcCurve.of(key).filter(curve -> curve == EcCurve.P256).isPresent()) {
                return of(key, crypto);
            }
        } catch (InvalidKeyException e) {
            // told below
        }
        throw new BundleException(file + " is not a public key on P-256");
    }

    static BundleKey of(ECPublicKey key, CryptoSuite crypto) {
        return new BundleKey(
                key,
                HexFormat.of().formatHex(crypto.digest(HashAlgorithm.SHA256, key.getEncoded())));
    }

    /// Reads a PEM file, `PRIVATE KEY` (PKCS #8, not encrypted).
    ///
    /// @throws BundleException when it is none
    public static PrivateKey readPrivate(Path file, CryptoSuite crypto) throws BundleException {
        try {
            return crypto.ecPrivateKey(content(file, PRIVATE));
        } catch (InvalidKeyException e) {
            throw new BundleException(file + " is not a private key on P-256", e);
        }
    }

    private static Pattern pem(String type) {
        return Pattern.compile(
                "-----BEGIN " + type + "-----([A-Za-z0-9+/=\\s]*+)-----END " + type + "-----");
    }

    private static byte[] content(Path file, Pattern pem) throws BundleException {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new BundleException(file + " is too large for a key");
            }
            Matcher block = pem.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            return Optional.of(block)
                    .filter(Matcher::find)
                    .map(found -> Base64.getMimeDecoder().decode(found.group(1)))
                    .orElseThrow(() -> new BundleException(file + " holds no such key"));
        } catch (IOException | IllegalArgumentException e) {
            throw new BundleException(file + " can't be read: " + e.getMessage(), e);
        }
    }
}
