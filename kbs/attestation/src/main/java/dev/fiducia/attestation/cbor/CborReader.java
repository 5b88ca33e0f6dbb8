package dev.fiducia.attestation.cbor;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads one data item (RFC 8949, section 3), deterministic in lengths and numbers (4.2.1).
final class CborReader {

    private static final int MAX_DEPTH = 12;
    private static final int MAX_ITEMS = 4096;

    private static final int ONE_BYTE = 24;
    private static final int TWO_BYTES = 25;
    private static final int FOUR_BYTES = 26;
    private static final int EIGHT_BYTES = 27;
    private static final int FALSE = 20;
    private static final int NULL = 22;

    private final ByteCursor in;
    private int items;

    private CborReader(ByteCursor in) {
        this.in = in;
    }

    static Cbor read(byte[] bytes, String name, String code) throws RefusedException {
        ByteCursor in = ByteCursor.bigEndian(bytes, name, code);
        Cbor item = new CborReader(in).item(0);
        in.requireEnd();
        return item;
    }

    private Cbor item(int depth) throws RefusedException {
        if (depth > MAX_DEPTH || ++items > MAX_ITEMS) {
            throw in.malformed("is nested too deeply or has too many items");
        }
        int initial = in.u8();
        int info = initial & 0x1F;
        return switch (initial >> 5) {
            case 0 -> new Cbor.Int(argument(info));
            case 1 -> new Cbor.Int(-1 - argument(info));
            case 2 -> new Cbor.Bytes(in.take(argument(info)));
            case 3 -> new Cbor.Text(text(in.take(argument(info))));
            case 4 -> array(argument(info), depth);
            case 5 -> map(argument(info), depth);
            case 6 -> new Cbor.Tagged(argument(info), item(depth + 1));
            default -> simple(info);
        };
    }

    private long argument(int info) throws RefusedException {
        if (info < ONE_BYTE) {
            return info;
        }
        long value;
        long least;
        switch (info) {
            case ONE_BYTE -> {
                value = in.u8();
                least = ONE_BYTE;
            }
            case TWO_BYTES -> {
                value = in.u16();
                least = 1L << 8;
            }
            case FOUR_BYTES -> {
                value = in.u32();
                least = 1L << 16;
            }
            case EIGHT_BYTES -> {
                value = in.u64();
                least = 1L << 32;
            }
            default -> throw in.malformed("has an item of indefinite or reserved length");
        }
        if (value < least) { // above 2⁶³ comes out negative: no field of evidence is so large
            throw in.malformed("has a number in another form than the shortest");
        }
        return value;
    }

    private Cbor array(long length, int depth) throws RefusedException {
        requireRoomFor(length);
        List<Cbor> elements = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            elements.add(item(depth + 1));
        }
        return new Cbor.Array(elements);
    }

    private Cbor map(long length, int depth) throws RefusedException {
        requireRoomFor(length);
        Map<Long, Cbor> entries = new HashMap<>();
        Set<String> texts = new HashSet<>();
        for (long i = 0; i < length; i++) {
            Cbor label = item(depth + 1);
            Cbor value = item(depth + 1);
            boolean isNew =
                    switch (label) {
                        case Cbor.Int(long number) -> entries.put(number, value) == null;
                        case Cbor.Text(String text) -> texts.add(text);
                        default -> throw in.malformed("has a label of another kind");
                    };
            if (!isNew) {
                throw in.malformed("has a label twice");
            }
        }
        return new Cbor.Labelled(entries);
    }

    /// Every item takes a byte at least.
    private void requireRoomFor(long count) throws RefusedException {
        if (count > in.remaining()) {
            throw in.malformed("claims " + count + " items, more than there are bytes");
        }
    }

    private Cbor simple(int info) throws RefusedException {
        if (info < FALSE || info > NULL) {
            throw in.malformed("has a float or an unknown simple value");
        }
        return new Cbor.Simple(info);
    }

    private String text(byte[] utf8) throws RefusedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw in.malformed("has a text that is not UTF-8");
        }
    }
}
