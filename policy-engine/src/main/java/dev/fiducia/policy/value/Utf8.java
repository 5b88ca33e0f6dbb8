package dev.fiducia.policy.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// UTF-8 in which bytes that are not UTF-8 survive, each as a lone surrogate U+DC00 + byte.
final class Utf8 {
    private static final char ESCAPE = '\uDC00';

    private Utf8() {}

    static String decode(byte[] bytes) {
        var plain = new String(bytes, StandardCharsets.UTF_8);
        if (plain.indexOf('\uFFFD') < 0) {
            return plain;
        }
        var text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int length = sequenceLength(bytes, at);
            if (length == 0) {
                text.append((char) (ESCAPE + (bytes[at] & 0xFF)));
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    static byte[] encode(String text) {
        if (!hasLoneSurrogate(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new ByteArrayOutputStream(text.length() + 16);
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xFF) {
                bytes.write(point - ESCAPE);
            } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                bytes.writeBytes("\uFFFD".getBytes(StandardCharsets.UTF_8));
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /// Replaces each lone surrogate by U+FFFD, as JSON wants it.
    static String scrub(String text) {
        if (!hasLoneSurrogate(text)) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(p -> clean.appendCodePoint(p >= 0xD800 && p <= 0xDFFF ? '\uFFFD' : p));
        return clean.toString();
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /// The length of the valid sequence at a place, or 0: shortest forms only, no surrogates.
    private static int sequenceLength(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || at + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        boolean valid =
                switch (first) {
                    case 0xE0 -> second >= 0xA0;
                    case 0xED -> second < 0xA0;
                    case 0xF0 -> second >= 0x90;
                    case 0xF4 -> second < 0x90;
                    default -> true;
                };
        return valid ? length : 0;
    }
}
