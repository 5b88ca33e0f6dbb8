package dev.fiducia.ha.archive;

import dev.fiducia.ha.archive.ArchiveException.Reason;
import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.seal.SecretBytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/// The files that keys of archives come from: `fiducia-archive-key 1`, a line feed, 64 lower case
/// hexadecimal digits, a line feed; or a passphrase.
final class ArchiveKeyFile {

    static final int KEY_BYTES = 32;

    private static final byte[] HEAD =
            "fiducia-archive-key 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = HEAD.length + 2 * KEY_BYTES + 1;
    private static final int MAX_PASSPHRASE = 4096;
    private static final HexFormat HEX = HexFormat.of();

    private ArchiveKeyFile() {}

    static byte[] text(byte[] key) {
        byte[] text = Arrays.copyOf(HEAD, LENGTH);
        for (int i = 0; i < KEY_BYTES; i++) {
            text[HEAD.length + 2 * i] = (byte) HEX.toHighHexDigit(key[i]);
            text[HEAD.length + 2 * i + 1] = (byte) HEX.toLowHexDigit(key[i]);
        }
        text[LENGTH - 1] = '\n';
        return text;
    }

    static SecretBytes read(Path file) {
        byte[] text = bytes(file, LENGTH);
        try {
            byte[] key = new byte[KEY_BYTES];
            boolean form = text.length == LENGTH;
            for (int i = 0; form && i < KEY_BYTES; i++) {
                int high = digit(text[HEAD.length + 2 * i]);
                int low = digit(text[HEAD.length + 2 * i + 1]);
                form = high >= 0 && low >= 0;
                key[i] = (byte) (high << 4 | low);
            }
            byte[] again = text(key);
            form = form && Arrays.equals(again, text);
            Arrays.fill(again, (byte) 0);
            if (!form) {
                Arrays.fill(key, (byte) 0);
                throw new ArchiveException(
                        Reason.UNUSABLE_KEY,
                        file
                                + " is not a whole key of archives: fiducia store create-key makes"
                                + " one");
            }
            return SecretBytes.takeFrom(key);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    static SecretBytes passphrase(Path file) {
        byte[] text = bytes(file, MAX_PASSPHRASE);
        int end = text.length > 0 && text[text.length - 1] == '\n' ? text.length - 1 : text.length;
        try {
            if (end == 0) {
                throw new ArchiveException(
                        Reason.UNUSABLE_KEY, "there is no passphrase in " + file);
            }
            return SecretBytes.takeFrom(Arrays.copyOf(text, end));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static int digit(byte c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    private static byte[] bytes(Path file, int most) {
        try {
            OwnerOnly.check(file);
            if (Files.size(file) > most) {
                throw new IOException("it is larger than any key");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ArchiveException(
                    Reason.UNUSABLE_KEY, "the key " + file + " is not used: " + e.getMessage(), e);
        }
    }
}
