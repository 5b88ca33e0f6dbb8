package dev.fiducia.kbs.handshake;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.seal.SecretBytes;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Makes challenges and reads them back from the cookie that carries them.
///
/// The cookie is base64url of: format (1 byte), key id and TEE name (each a length byte and ASCII),
/// expiry (8 bytes, milliseconds), id (16), nonce (32), HMAC-SHA-256 over all before it (32). In
/// format 2, SHA-256 of a nonce that the TEE's verifier wrote is in the nonce's place. The MAC also
/// covers the lifetime in force: used challenges are remembered only as long as that demands, so
/// one from a time of a longer lifetime could outlive the memory of its use. Nothing in it is
/// secret: the nonce is what the guest is told anyway, and knowing an id helps nobody without the
/// MAC. Trustee's cookie is 32 hex digits; clients treat both as opaque.
final class ChallengeCookie {
    private static final byte DRAWN = 1;
    private static final byte WRITTEN = 2;
    private static final int ID_LENGTH = 16;
    private static final int NONCE_LENGTH = 32;
    private static final int MAC_LENGTH = 32;
    private static final int MAX_TEXT = 400;

    private final ChallengeKeys keys;
    private final Duration lifetime;
    private final InstantSource clock;
    private final CryptoSuite crypto;

    ChallengeCookie(
            ChallengeKeys keys, Duration lifetime, InstantSource clock, CryptoSuite crypto) {
        this.keys = keys;
        this.lifetime = lifetime;
        this.clock = clock;
        this.crypto = crypto;
    }

    /// A new challenge with the cookie's value, and a nonce drawn here.
    Minted mint(String tee) {
        byte[] nonce = crypto.randomBytes(NONCE_LENGTH);
        return mint(tee, DRAWN, nonce, Base64.getEncoder().encodeToString(nonce));
    }

    /// The same with this nonce, which has to be fresh.
    Minted mint(String tee, String nonce) {
        return mint(tee, WRITTEN, digest(nonce), nonce);
    }

    /// Whether a text is the nonce of a challenge.
    boolean isNonce(String text, Challenge challenge) {
        byte[] given =
                challenge.isDigest()
                        ? hex(digest(text)).getBytes(StandardCharsets.US_ASCII)
                        : text.getBytes(StandardCharsets.UTF_8);
        return crypto.constantTimeEquals(given, challenge.nonce().getBytes(StandardCharsets.UTF_8));
    }

    private Minted mint(String tee, byte format, byte[] nonce, String text) {
        byte[] id = crypto.randomBytes(ID_LENGTH);
        Instant expires = Instant.ofEpochMilli(clock.instant().plus(lifetime).toEpochMilli());
        String keyId = keys.currentId();
        SecretBytes key =
                keys.key(keyId)
                        .orElseThrow(() -> new IllegalStateException("current key is missing"));
        var content = new ByteArrayOutputStream();
        content.write(format);
        writeText(content, keyId);
        writeText(content, tee);
        content.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(expires.toEpochMilli()).array());
        content.writeBytes(id);
        content.writeBytes(nonce);
        content.writeBytes(mac(key, content.toByteArray()));
        String cookie =
                Base64.getUrlEncoder().withoutPadding().encodeToString(content.toByteArray());
        return new Minted(new Challenge(hex(id), tee, text, expires), cookie, lifetime);
    }

    /// The challenge that a cookie's value carries.
    Reading read(String cookie) {
        byte[] bytes = decode(cookie);
        if (bytes.length <= MAC_LENGTH || (bytes[0] != DRAWN && bytes[0] != WRITTEN)) {
            return new Reading.Forged();
        }
        try {
            ByteBuffer content = ByteBuffer.wrap(bytes, 1, bytes.length - MAC_LENGTH - 1);
            String keyId = readText(content);
            Optional<SecretBytes> key = keys.key(keyId);
            if (key.isEmpty() || !authentic(key.get(), bytes)) {
                return new Reading.Forged();
            }
            String tee = readText(content);
            Instant expires = Instant.ofEpochMilli(content.getLong());
            byte[] id = readBytes(content, ID_LENGTH);
            byte[] nonce = readBytes(content, NONCE_LENGTH);
            if (content.hasRemaining()) {
                return new Reading.Forged();
            }
            return clock.instant().isBefore(expires)
                    ? new Reading.Valid(challenge(bytes[0], id, tee, nonce, expires))
                    : new Reading.Expired();
        } catch (BufferUnderflowException _) {
            return new Reading.Forged();
        }
    }

    private static Challenge challenge(
            byte format, byte[] id, String tee, byte[] nonce, Instant expires) {
        return format == WRITTEN
                ? new Challenge(hex(id), tee, hex(nonce), true, expires)
                : new Challenge(
                        hex(id), tee, Base64.getEncoder().encodeToString(nonce), false, expires);
    }

    private byte[] digest(String nonce) {
        return crypto.digest(HashAlgorithm.SHA256, nonce.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] decode(String cookie) {
        if (cookie.length() > MAX_TEXT || cookie.indexOf('=') >= 0) {
            return new byte[0];
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cookie);
            // One text for one challenge: unused bits at the end must be zero.
            boolean canonical =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(cookie);
            return canonical ? bytes : new byte[0];
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private boolean authentic(SecretBytes key, byte[] bytes) {
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        byte[] content = readBytes(whole, bytes.length - MAC_LENGTH);
        byte[] mac = readBytes(whole, MAC_LENGTH);
        return crypto.constantTimeEquals(mac(key, content), mac);
    }

    private byte[] mac(SecretBytes key, byte[] content) {
        byte[] covered =
                ByteBuffer.allocate(content.length + Long.BYTES)
                        .put(content)
                        .putLong(lifetime.toMillis())
                        .array();
        return key.use(bytes -> crypto.hmac(HashAlgorithm.SHA256, bytes, covered));
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length == 0 || ascii.length > 64) {
            throw new IllegalArgumentException("1 to 64 characters");
        }
        out.write(ascii.length);
        out.writeBytes(ascii);
    }

    private static String readText(ByteBuffer in) {
        return new String(readBytes(in, Byte.toUnsignedInt(in.get())), StandardCharsets.US_ASCII);
    }

    private static byte[] readBytes(ByteBuffer in, int length) {
        if (in.remaining() < length) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /// A challenge, its cookie, and how long the client is to keep it.
    record Minted(Challenge challenge, String cookie, Duration lifetime) {
        /// Without the cookie, which is a credential once its holder has attested.
        @Override
        public String toString() {
            return "Minted[" + challenge.id() + "]";
        }
    }

    /// What a cookie turned out to be.
    sealed interface Reading {
        /// Ours and in time.
        record Valid(Challenge challenge) implements Reading {}

        /// Ours, but over.
        record Expired() implements Reading {}

        /// Not ours, or altered.
        record Forged() implements Reading {}
    }
}
