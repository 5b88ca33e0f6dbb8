package dev.fiducia.policy.crypto;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Base64 as Go's decoder reads it: line breaks may stand anywhere, padding is required, and the
/// place of the first wrong byte is told.
public final class Base64Text {
    private static final byte NONE = -1;
    private static final byte[] STANDARD = digits('+', '/');
    private static final byte[] URL = digits('-', '_');
    private static final int SEXTET = 6;

    private final String text;
    private final byte[] digits;
    private int at;

    private Base64Text(String text, byte[] digits) {
        this.text = text;
        this.digits = digits;
    }

    private static byte[] digits(char sixtyTwo, char sixtyThree) {
        byte[] digits = new byte[128];
        Arrays.fill(digits, NONE);
        String order =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                        + sixtyTwo
                        + sixtyThree;
        for (int i = 0; i < order.length(); i++) {
            digits[order.charAt(i)] = (byte) i;
        }
        return digits;
    }

    public static byte[] decode(String text) throws CryptoException {
        return new Base64Text(text, STANDARD).bytes();
    }

    /// The alphabet for URLs and file names; padding may be left out as a whole.
    public static byte[] decodeUrl(String text) throws CryptoException {
        if (text.endsWith("=")) {
            return new Base64Text(text, URL).bytes();
        }
        return switch (text.length() % 4) {
            case 0 -> new Base64Text(text, URL).bytes();
            case 2 -> new Base64Text(text + "==", URL).bytes();
            case 3 -> new Base64Text(text + "=", URL).bytes();
            default -> throw new CryptoException("illegal base64url string: " + text);
        };
    }

    private byte[] bytes() throws CryptoException {
        var out = new ByteArrayOutputStream(text.length() / 4 * 3);
        while (quantum(out)) {
            // Each quantum stands for itself.
        }
        return out.toByteArray();
    }

    /// Four digits, or fewer and padding at the end. False when the text ends.
    private boolean quantum(ByteArrayOutputStream out) throws CryptoException {
        int bits = 0;
        for (int have = 0; have < 4; ) {
            if (at == text.length()) {
                if (have == 0) {
                    return false;
                }
                throw illegal(at - have);
            }
            char c = text.charAt(at++);
            byte digit = c < digits.length ? digits[c] : NONE;
            if (digit != NONE) {
                bits = (bits << SEXTET) | digit;
                have++;
            } else if (c == '=') {
                padding(have);
                out.write(bits >> (have == 2 ? 4 : 10));
                if (have == 3) {
                    out.write(bits >> 2);
                }
                return false;
            } else if (c != '\n' && c != '\r') {
                throw illegal(at - 1);
            }
        }
        out.write(bits >> 16);
        out.write(bits >> 8);
        out.write(bits);
        return true;
    }

    /// Checks what is to follow the first `=`: another one after two digits, then nothing.
    private void padding(int have) throws CryptoException {
        if (have < 2) {
            throw illegal(at - 1);
        }
        skipLines();
        if (have == 2) {
            if (at == text.length()) {
                throw illegal(text.length());
            }
            if (text.charAt(at) != '=') {
                throw illegal(at - 1);
            }
            at++;
            skipLines();
        }
        if (at < text.length()) {
            throw illegal(at);
        }
    }

    private void skipLines() {
        while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
            at++;
        }
    }

    private static CryptoException illegal(int at) {
        return new CryptoException("illegal base64 data at input byte " + at);
    }
}
