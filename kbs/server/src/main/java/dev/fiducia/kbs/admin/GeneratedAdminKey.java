package dev.fiducia.kbs.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.token.CompactJws;
import dev.fiducia.attestation.token.JwkSet;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.kbs.config.AdminConfig;
import dev.fiducia.kbs.config.Place;
import dev.fiducia.kbs.tls.Pem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The administrator of a service that nobody has configured one for: a P-256 key pair and a ready
/// token in a folder beside the store, for the owner of the process alone. Who can read the token
/// could read the store as well.
///
/// The token lives for a year and is written anew at a start in its last 30 days. The audience is a
/// name of our own, so that no other service's token fits.
public final class GeneratedAdminKey {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratedAdminKey.class);
    private static final String ROLE = "admin";
    private static final String ISSUER = "fiducia-first-start";
    private static final String AUDIENCE = "fiducia-admin";
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final Duration RENEWAL = Duration.ofDays(30);

    private final PublicKey publicKey;

    private GeneratedAdminKey(PublicKey publicKey) {
        this.publicKey = publicKey;
    }

    /// The file that holds the ready token: the bare compact text, as `kbs-client` reads it.
    public static Path tokenFile(Path folder) {
        return folder.resolve("token");
    }

    static GeneratedAdminKey openOrCreate(Path folder, CryptoSuite crypto, InstantSource clock)
            throws AdminException {
        try {
            OwnerOnly.folder(folder);
            Path privateFile = folder.resolve("private-key.pem");
            Path publicFile = folder.resolve("public-key.pem");
            if (!Files.exists(privateFile)) {
                KeyPair pair = crypto.generateEc(EcCurve.P256);
                OwnerOnly.ensure(publicFile);
                OwnerOnly.replace(
                        publicFile, Pem.write("PUBLIC KEY", pair.getPublic().getEncoded()));
                OwnerOnly.create(
                        privateFile, Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded()));
                LOG.info("made an administrator's key pair in {}", folder);
            }
            OwnerOnly.check(privateFile);
            PrivateKey privateKey =
                    crypto.ecPrivateKey(Pem.read(Files.readAllBytes(privateFile), "PRIVATE KEY"));
            PublicKey publicKey =
                    crypto.ecPublicKey(Pem.read(Files.readAllBytes(publicFile), "PUBLIC KEY"));
            refuseAnothersKey(publicFile, publicKey, privateKey, crypto);
            renewToken(folder, crypto, new KeyPair(publicKey, privateKey), clock.instant());
            return new GeneratedAdminKey(publicKey);
        } catch (IOException | InvalidKeyException e) {
            throw new AdminException(
                    "the administrator's key pair in "
                            + folder
                            + " can't be used: "
                            + e.getMessage(),
                    e);
        }
    }

    /// Tokens are verified by the public file: whoever could put their key there would administer.
    private static void refuseAnothersKey(
            Path publicFile, PublicKey publicKey, PrivateKey privateKey, CryptoSuite crypto)
            throws AdminException, InvalidKeyException {
        byte[] probe = crypto.randomBytes(32);
        byte[] signature = crypto.signEcdsaRaw(privateKey, HashAlgorithm.SHA256, probe);
        if (!crypto.verifyEcdsaRaw(publicKey, HashAlgorithm.SHA256, probe, signature)) {
            throw new AdminException(
                    publicFile
                            + " is not the key of the private-key.pem beside it: remove both to"
                            + " have new ones made");
        }
    }

    TrustedIssuer issuer(CryptoSuite crypto) {
        return new TrustedIssuer(
                Optional.of(ISSUER),
                Optional.of(AUDIENCE),
                JwkSet.empty(crypto),
                Optional.of(publicKey),
                crypto);
    }

    static RegexAcl acl() throws AdminException {
        Place place = new Place("first start", 0, 0);
        return RegexAcl.of(
                List.of(
                        new AdminConfig.AclRule(ROLE, "^/kbs/v0/.+$", place),
                        new AdminConfig.AclRule(ROLE, "^/api/v1/.+$", place)));
    }

    private static void renewToken(Path folder, CryptoSuite crypto, KeyPair pair, Instant now)
            throws IOException {
        Path file = tokenFile(folder);
        OwnerOnly.ensure(file);
        String old = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (now.plus(RENEWAL).getEpochSecond() >= expiry(old, pair.getPublic(), crypto)) {
            String token = token(crypto, pair.getPrivate(), now);
            OwnerOnly.replace(file, token.getBytes(StandardCharsets.US_ASCII));
            LOG.info("wrote an administrator's token to {}", file);
        }
    }

    /// When a token of this key expires; 0 for anything else.
    private static long expiry(String token, PublicKey key, CryptoSuite crypto) {
        return CompactJws.parse(token) instanceof CompactJws.Result.Parsed(CompactJws jws)
                ? new GeneratedAdminKey(key)
                        .issuer(crypto)
                        .claims(jws)
                        .map(claims -> claims.path("exp").asLong())
                        .orElse(0L)
                : 0L;
    }

    private static String token(CryptoSuite crypto, PrivateKey key, Instant now) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", "ES256").put("typ", "JWT");
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", ISSUER).put("sub", ROLE).put("role", ROLE);
        claims.putArray("aud").add(AUDIENCE);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        String signed = base64(header.toString()) + "." + base64(claims.toString());
        byte[] data = signed.getBytes(StandardCharsets.US_ASCII);
        return signed + "." + base64(crypto.signEcdsaRaw(key, HashAlgorithm.SHA256, data));
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
