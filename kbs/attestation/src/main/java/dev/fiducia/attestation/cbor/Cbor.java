package dev.fiducia.attestation.cbor;

import java.util.List;
import java.util.Map;

/// One data item. Immutable.
public sealed interface Cbor {

    /// An integer of either sign.
    record Int(long value) implements Cbor {}

    /// A byte string.
    final class Bytes implements Cbor {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content.clone();
        }

        /// A copy of the content.
        public byte[] content() {
            return content.clone();
        }
    }

    /// A text string.
    record Text(String content) implements Cbor {}

    /// An array.
    record Array(List<Cbor> items) implements Cbor {
        public Array {
            items = List.copyOf(items);
        }
    }

    /// A map, without the entries whose label is a text: no structure that is read here has any.
    record Labelled(Map<Long, Cbor> entries) implements Cbor {
        public Labelled {
            entries = Map.copyOf(entries);
        }
    }

    /// An item with a tag.
    record Tagged(long tag, Cbor item) implements Cbor {}

    /// False, true or null.
    record Simple(int value) implements Cbor {}
}
