package dev.fiducia.initdata.lookup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The bytes that a document turns into by known mistakes of editors, shells and scripts.
final class Variants {

    /// Bytes, and the mistake that made them.
    record Variant(ByteBuffer bytes, Optional<Deviation> deviation) {}

    private Variants() {}

    /// The document's own bytes first, then each variant that differs from all before it.
    static List<Variant> of(byte[] raw) {
        List<Variant> variants = new ArrayList<>();
        add(variants, ByteBuffer.wrap(raw), Optional.empty());
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        String bare = text.replaceFirst("[\\r\\n]+\\z", "");
        add(variants, bare, Deviation.NO_FINAL_NEWLINE);
        // What prints the output of $(…) again ends with exactly one newline.
        add(
                variants,
                bare + "\n",
                text.length() > bare.length() + 1
                        ? Deviation.NO_FINAL_NEWLINE
                        : Deviation.EXTRA_FINAL_NEWLINE);
        add(variants, text + "\n", Deviation.EXTRA_FINAL_NEWLINE);
        String lineFeeds = text.replace("\r\n", "\n");
        add(variants, lineFeeds.replace("\n", "\r\n"), Deviation.CRLF);
        add(variants, lineFeeds, Deviation.LF);
        return variants;
    }

    /// The document's base64, as tools of early releases hashed it.
    static List<Variant> encoded(byte[] raw) {
        byte[] base64 = Base64.getEncoder().encode(raw);
        byte[] line = Arrays.copyOf(base64, base64.length + 1);
        line[base64.length] = '\n';
        return List.of(
                new Variant(ByteBuffer.wrap(base64), Optional.of(Deviation.ENCODED)),
                new Variant(ByteBuffer.wrap(line), Optional.of(Deviation.ENCODED)));
    }

    private static void add(List<Variant> variants, String text, Deviation deviation) {
        add(
                variants,
                ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)),
                Optional.of(deviation));
    }

    private static void add(
            List<Variant> variants, ByteBuffer bytes, Optional<Deviation> deviation) {
        if (variants.stream().noneMatch(known -> known.bytes().equals(bytes))) {
            variants.add(new Variant(bytes, deviation));
        }
    }
}
