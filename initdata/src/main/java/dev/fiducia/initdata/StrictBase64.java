package dev.fiducia.initdata;

import java.util.Base64;

/// Base64 as the components that read annotations demand it: standard alphabet, padded, no line
/// breaks, no hidden bits. Each deviation has its own error that says how to mend it.
final class StrictBase64 {

    private StrictBase64() {}

    static byte[] decode(String text) throws InitdataException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                throw new InitdataException(
                        InitdataError.BASE64_WHITESPACE,
                        "blank or line break in the base64: encode with base64 -w0",
                        Place.of(text, i));
            }
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!isStandard(text.charAt(i))) {
                throw unexpected(text, i);
            }
        }
        if (text.length() % 4 != 0 || text.length() - end > 2) {
            throw new InitdataException(
                    InitdataError.BASE64_PADDING,
                    "the base64 is cut off or badly padded: its length must be a multiple of four, filled up "
                            + "with at most two '='",
                    Place.of(text, end));
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new InitdataException(
                    InitdataError.BASE64_PADDING,
                    "the last base64 group holds bits beyond its data: encode the document again",
                    Place.of(text, end - 1));
        }
        return bytes;
    }

    private static InitdataException unexpected(String text, int offset) {
        char c = text.charAt(offset);
        Place place = Place.of(text, offset);
        if (c == '-' || c == '_') {
            return new InitdataException(
                    InitdataError.BASE64_URL_ALPHABET,
                    "URL-safe base64: annotations use the standard alphabet with '+' and '/'",
                    place);
        }
        if (c == '=') {
            return new InitdataException(
                    InitdataError.BASE64_PADDING,
                    "'=' inside the base64: pad only at the end",
                    place);
        }
        return new InitdataException(
                InitdataError.BASE64_CHARACTER,
                "not a base64 character: is this an annotation?",
                place);
    }

    private static boolean isStandard(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/';
    }
}
