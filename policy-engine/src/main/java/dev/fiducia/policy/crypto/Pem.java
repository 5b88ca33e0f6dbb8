package dev.fiducia.policy.crypto;

import org.jspecify.annotations.Nullable;

/// One block of armoured text, found as Go's `encoding/pem` finds it: what does not read as a block
/// is skipped.
///
/// @param end where the text after the block begins
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record Pem(String type, byte[] bytes, int end) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /// The first block from a place on, or null.
    static @Nullable Pem next(String text, int from) {
        int at = from;
        while (true) {
            int begin = lineStarting(text, at, BEGIN, at);
            if (begin < 0) {
                return null;
            }
            int typeEnd = lineEnd(text, begin);
            String line = text.substring(begin + BEGIN.length(), typeEnd).stripTrailing();
            at = Math.min(typeEnd + 1, text.length());
            if (line.endsWith(DASHES)) {
                var block = block(text, line.substring(0, line.length() - DASHES.length()), at);
                if (block != null) {
                    return block;
                }
            }
        }
    }

    private static @Nullable Pem block(String text, String type, int from) {
        int body = from;
        while (body < text.length()
                && text.substring(body, lineEnd(text, body)).indexOf(':') >= 0) {
            body = Math.min(lineEnd(text, body) + 1, text.length());
        }
        int end = lineStarting(text, body, END, body);
        if (end < 0) {
            return null;
        }
        int close = lineEnd(text, end);
        if (!text.substring(end, close).stripTrailing().equals(END + type + DASHES)) {
            return null;
        }
        String digits = text.substring(body, end).replace(" ", "").replace("\t", "");
        try {
            return new Pem(type, Base64Text.decode(digits), Math.min(close + 1, text.length()));
        } catch (CryptoException _) {
            return null;
        }
    }

    /// The first place from `at` on where a line starts with the prefix; a line starts after a line
    /// break, and at `start`.
    private static int lineStarting(String text, int at, String prefix, int start) {
        if (text.startsWith(prefix, start) && at == start) {
            return start;
        }
        int found = text.indexOf("\n" + prefix, at);
        return found < 0 ? -1 : found + 1;
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
