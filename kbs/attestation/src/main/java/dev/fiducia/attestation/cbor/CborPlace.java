package dev.fiducia.attestation.cbor;

import dev.fiducia.attestation.evidence.RefusedException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A place in a data item, read with types and bounds; every failure names the place.
///
/// @param node what is there
/// @param path how to get there: `realm[44235]`
/// @param code the code of refusals
public record CborPlace(Cbor node, String path, String code) {

    /// Reads a whole byte string as one data item.
    ///
    /// @param name what the bytes are, for places
    public static CborPlace read(byte[] bytes, String name, String code) throws RefusedException {
        return new CborPlace(CborReader.read(bytes, name, code), name, code);
    }

    /// The item behind a tag, which has to be this one.
    public CborPlace tagged(long tag) throws RefusedException {
        if (node instanceof Cbor.Tagged(long actual, Cbor item) && actual == tag) {
            return new CborPlace(item, path, code);
        }
        throw refused("does not have the tag " + tag);
    }

    /// The value of a label; an absent one is refused.
    public CborPlace label(long label) throws RefusedException {
        Optional<CborPlace> found = optionalLabel(label);
        if (found.isEmpty()) {
            throw refused("lacks the label " + label);
        }
        return found.get();
    }

    /// The value of a label, if it is there.
    public Optional<CborPlace> optionalLabel(long label) throws RefusedException {
        return Optional.ofNullable(map().entries().get(label))
                .map(value -> new CborPlace(value, path + "[" + label + "]", code));
    }

    /// Refuses a map with other labels than these.
    public void requireOnly(Set<Long> labels) throws RefusedException {
        for (long label : map().entries().keySet()) {
            if (!labels.contains(label)) {
                throw refused("has the label " + label + ", which has no place there");
            }
        }
    }

    /// The elements of an array of this many to that many.
    public List<CborPlace> elements(int least, int most) throws RefusedException {
        if (!(node instanceof Cbor.Array(List<Cbor> items))
                || items.size() < least
                || items.size() > most) {
            throw refused("is not an array of " + least + " to " + most + " entries");
        }
        List<CborPlace> places = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            places.add(new CborPlace(items.get(i), path + "[" + i + "]", code));
        }
        return places;
    }

    /// A byte string of any length.
    public byte[] bytes() throws RefusedException {
        if (node instanceof Cbor.Bytes bytes) {
            return bytes.content();
        }
        throw refused("is not a byte string");
    }

    /// A byte string of one of these lengths.
    public byte[] bytes(int... lengths) throws RefusedException {
        byte[] bytes = bytes();
        for (int length : lengths) {
            if (bytes.length == length) {
                return bytes;
            }
        }
        throw refused("has " + bytes.length + " bytes");
    }

    /// A byte string of one of these lengths, in hexadecimal.
    public String hex(int... lengths) throws RefusedException {
        return HexFormat.of().formatHex(bytes(lengths));
    }

    /// A text.
    public String text() throws RefusedException {
        if (node instanceof Cbor.Text(String content)) {
            return content;
        }
        throw refused("is not a text");
    }

    /// An integer of either sign.
    public long integer() throws RefusedException {
        if (node instanceof Cbor.Int(long value)) {
            return value;
        }
        throw refused("is not an integer");
    }

    /// An integer from 0 to a maximum.
    public int unsigned(int max) throws RefusedException {
        long value = integer();
        if (value < 0 || value > max) {
            throw refused("is not an integer from 0 to " + max);
        }
        return (int) value;
    }

    /// A refusal of what is at this place.
    public RefusedException refused(String what) {
        return RefusedException.at(code, path + " " + what, path);
    }

    private Cbor.Labelled map() throws RefusedException {
        if (node instanceof Cbor.Labelled map) {
            return map;
        }
        throw refused("is not a map");
    }
}
