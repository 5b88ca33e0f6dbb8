package dev.fiducia.ha.seal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The text of a key ring file:
///
/// ```
/// fiducia-keyring 1
/// active 5d0c8a11
/// key 5d0c8a11 2026-11-22T02:00:00Z <64 hexadecimal digits>
/// check <SHA-256 of all lines above>
/// ```
///
/// Once it was rotated, the first line ends in `2`, and behind the second one stands `next 77aa0102
/// 2026-11-22T03:00:00Z`: the key that is active from then on.
///
/// The check finds a file that was cut or edited by mistake; it is no protection against an
/// attacker, who can't write the file. There is one way to write a ring: whatever parses is written
/// back byte for byte.
final class RingFile {

    static final int MAX_BYTES = 1 << 20;

    private static final String HEAD = "fiducia-keyring 1\n";
    private static final String HEAD_ROTATED = "fiducia-keyring 2\n";
    private static final int KEY_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    private RingFile() {}

    static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    static byte[] write(RingContent ring) {
        ErasableText text = new ErasableText();
        text.ascii(ring.next().isPresent() ? HEAD_ROTATED : HEAD);
        text.ascii("active " + ring.active() + "\n");
        ring.next()
                .ifPresent(
                        next -> text.ascii("next " + next.id() + " " + seconds(next.at()) + "\n"));
        for (RingContent.Entry entry : ring.entries()) {
            text.ascii("key " + entry.id() + " " + seconds(entry.created()) + " ");
            entry.key().use(text::hex);
            text.ascii("\n");
        }
        text.ascii("check " + HEX.formatHex(sha256(text.bytes())) + "\n");
        return text.takeAll();
    }

    /// @throws KeyRingException if the text is not exactly what [#write] makes of some ring
    static RingContent parse(byte[] text) {
        Cursor cursor = new Cursor(text);
        boolean rotated = cursor.at(HEAD_ROTATED);
        cursor.expect(rotated ? HEAD_ROTATED : HEAD).expect("active ");
        KeyId active = cursor.keyId();
        cursor.expect("\n");
        Optional<RingContent.Next> next = Optional.empty();
        if (rotated) {
            KeyId id = cursor.expect("next ").keyId();
            next = Optional.of(new RingContent.Next(id, cursor.expect(" ").instant('\n')));
            cursor.expect("\n");
        }
        List<RingContent.Entry> entries = new ArrayList<>();
        while (cursor.at("key ")) {
            cursor.expect("key ");
            KeyId id = cursor.keyId();
            cursor.expect(" ");
            Instant created = cursor.instant(' ');
            cursor.expect(" ");
            entries.add(new RingContent.Entry(id, created, cursor.key()));
            cursor.expect("\n");
        }
        byte[] digest = sha256(Arrays.copyOf(text, cursor.position));
        cursor.expect("check ").expect(HEX.formatHex(digest)).expect("\n").end();
        try {
            return new RingContent(active, next, entries);
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    static KeyRingException malformed(String why) {
        return new KeyRingException(
                KeyRingException.Reason.MALFORMED, "the file is not a whole key ring: " + why);
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256", JdkCrypto.DIGESTS).digest(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 does not work in this runtime", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /// Reads the text from left to right, without making strings of key material.
    private static final class Cursor {
        private final byte[] text;
        private int position;

        Cursor(byte[] text) {
            this.text = text;
        }

        boolean at(String expected) {
            byte[] bytes = expected.getBytes(StandardCharsets.US_ASCII);
            int end = position + bytes.length;
            return end <= text.length && Arrays.equals(text, position, end, bytes, 0, bytes.length);
        }

        Cursor expect(String expected) {
            if (!at(expected)) {
                throw malformed("it is cut or altered at byte " + position);
            }
            position += expected.length();
            return this;
        }

        KeyId keyId() {
            int id = 0;
            for (int i = 0; i < 8; i++) {
                id = id << 4 | digit();
            }
            if (id == 0) {
                throw malformed("a key has the id zero");
            }
            return new KeyId(id);
        }

        Instant instant(char until) {
            int end = position;
            while (end < text.length && text[end] != until && end - position < 40) {
                end++;
            }
            String word = new String(text, position, end - position, StandardCharsets.US_ASCII);
            position = end;
            try {
                Instant instant = Instant.parse(word);
                if (instant.toString().equals(word) && instant.equals(seconds(instant))) {
                    return instant;
                }
            } catch (DateTimeException _) {
                // Said below, as for the other spellings that are not ours.
            }
            throw malformed("a key has no time");
        }

        SecretBytes key() {
            byte[] key = new byte[KEY_BYTES];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) (digit() << 4 | digit());
            }
            return SecretBytes.takeFrom(key);
        }

        void end() {
            if (position != text.length) {
                throw malformed("something follows its last line");
            }
        }

        private int digit() {
            if (position < text.length) {
                byte c = text[position++];
                if (c >= '0' && c <= '9') {
                    return c - '0';
                }
                if (c >= 'a' && c <= 'f') {
                    return c - 'a' + 10;
                }
            }
            throw malformed("at byte " + position + " a lower case hexadecimal digit is missing");
        }
    }

    /// A text whose buffers are erased behind it.
    private static final class ErasableText {
        private final Buffer buffer = new Buffer();

        private static final class Buffer extends ByteArrayOutputStream {
            Buffer() {
                super(MAX_BYTES);
            }

            void erase() {
                Arrays.fill(buf, (byte) 0);
            }
        }

        ErasableText ascii(String text) {
            buffer.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        ErasableText hex(byte[] bytes) {
            for (byte b : bytes) {
                buffer.write(HEX.toHighHexDigit(b));
                buffer.write(HEX.toLowHexDigit(b));
            }
            return this;
        }

        byte[] bytes() {
            return buffer.toByteArray();
        }

        byte[] takeAll() {
            byte[] all = buffer.toByteArray();
            buffer.erase();
            return all;
        }
    }
}
