package dev.fiducia.initdata.lookup;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataException;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/// What a value's text can be: a number of bytes, a whole document, or neither.
sealed interface Observed {

    /// Hashes and fields of evidence are not shorter than this, in hexadecimal digits: what is
    /// shorter proves nothing.
    int MIN_DIGITS = 32;

    /// More than any field has.
    int MAX_DIGITS = 2 * 256;

    /// A value in lower-case hexadecimal digits, not always an even number.
    record Value(String hex) implements Observed {
        boolean isZero() {
            return hex.chars().allMatch(c -> c == '0');
        }
    }

    /// A document out of an annotation.
    record Document(ByteBuffer raw) implements Observed {}

    /// Neither, and why.
    record Unreadable(String reason) implements Observed {}

    static Observed of(String text) {
        String value = text.strip();
        if (value.startsWith("sha256:")
                || value.startsWith("sha384:")
                || value.startsWith("sha512:")) {
            value = value.substring(7);
        } else if (value.startsWith("0x") || value.startsWith("0X")) {
            value = value.substring(2);
        }
        String lower = value.toLowerCase(Locale.ROOT);
        if (!lower.isEmpty() && lower.chars().allMatch(HexFormat::isHexDigit)) {
            return ofDigits(lower);
        }
        byte[] bytes = digest(value);
        if (bytes.length > 0) {
            return new Value(HexFormat.of().formatHex(bytes));
        }
        try {
            return new Document(ByteBuffer.wrap(InitdataAnnotation.decode(value).raw()));
        } catch (InitdataException e) {
            return new Unreadable("neither hexadecimal nor an annotation: " + e.getMessage());
        }
    }

    private static Observed ofDigits(String digits) {
        if (digits.length() < MIN_DIGITS) {
            return new Unreadable(
                    "fewer than "
                            + MIN_DIGITS
                            + " hexadecimal digits prove nothing: give the whole"
                            + " value");
        }
        return digits.length() > MAX_DIGITS
                ? new Unreadable("longer than any value that evidence shows")
                : new Value(digits);
    }

    /// The bytes of a base64 text, in either alphabet, that has the length of a digest; none else.
    private static byte[] digest(String text) {
        if (text.length() > 88) {
            return new byte[0];
        }
        String standard = text.replace('-', '+').replace('_', '/');
        try {
            byte[] bytes = Base64.getDecoder().decode(standard);
            String again = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            boolean digest = bytes.length == 32 || bytes.length == 48 || bytes.length == 64;
            return digest && standard.startsWith(again) ? bytes : new byte[0];
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
