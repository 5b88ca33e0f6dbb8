package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoString;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/// The encoding of query components: a plus for a space, percent for what isn't unreserved.
final class Percent {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    static String encode(byte[] bytes) {
        var out = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (unreserved(b)) {
                out.append((char) b);
            } else if (b == ' ') {
                out.append('+');
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static boolean unreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '~';
    }

    static byte[] decode(String text) throws BuiltinException {
        var bytes = RegoString.of(text).bytes();
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '+') {
                out.write(' ');
            } else if (bytes[i] != '%') {
                out.write(bytes[i]);
            } else if (i + 2 < bytes.length && hex(bytes[i + 1]) && hex(bytes[i + 2])) {
                out.write(
                        HexFormat.fromHexDigit(bytes[i + 1]) << 4
                                | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                var rest =
                        RegoString.ofBytes(
                                Arrays.copyOfRange(bytes, i, Math.min(i + 3, bytes.length)));
                throw BuiltinException.failed("invalid URL escape " + rest);
            }
        }
        return out.toByteArray();
    }

    private static boolean hex(byte b) {
        return b >= 0 && HexFormat.isHexDigit(b);
    }
}
