package dev.fiducia.attestation.corim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.attestation.cbor.Cbor;
import dev.fiducia.attestation.cbor.CborPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.rvps.Extractor;
import dev.fiducia.rvps.Payload;
import dev.fiducia.rvps.RvpsException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The type `corim`: base64 of an unsigned concise reference integrity manifest in CBOR
/// (draft-ietf-rats-corim), of which every reference value in its CoMIDs is taken.
///
/// Names are the components that are there, with slashes between them: vendor, model, measurement
/// key, name, serial number. Digests become the list `NAME/digests`, a raw value becomes
/// `NAME/raw_bytes`, both hexadecimal. Where a manifest has several measurements of one name, each
/// of their digests is a good one.
public final class CorimExtractor implements Extractor {
    private static final String CODE = "corim-malformed";
    private static final Set<Long> WRAPPINGS = Set.of(500L, 501L, 502L);
    private static final int MOST = 4096;
    private static final long COMID = 506;
    private static final long UUID_TAG = 37;
    private static final long RAW_BYTES = 560;

    @Override
    public Map<String, JsonNode> extract(String payload) throws RvpsException {
        byte[] bytes = Payload.decode(payload);
        Map<String, ArrayNode> values = new LinkedHashMap<>();
        try {
            CborPlace manifest = unwrapped(CborPlace.read(bytes, "corim", CODE));
            for (CborPlace tag : manifest.label(1).elements(1, MOST)) {
                if (tag.node() instanceof Cbor.Tagged(long number, Cbor _) && number == COMID) {
                    comid(CborPlace.read(tag.tagged(COMID).bytes(), tag.path(), CODE), values);
                }
            }
        } catch (RefusedException e) {
            throw RvpsException.malformed(e.refusal().message());
        }
        if (values.isEmpty()) {
            throw RvpsException.malformed("the manifest has no reference values");
        }
        return new LinkedHashMap<>(values);
    }

    private static CborPlace unwrapped(CborPlace place) throws RefusedException {
        CborPlace inner = place;
        while (inner.node() instanceof Cbor.Tagged(long tag, Cbor _) && WRAPPINGS.contains(tag)) {
            inner = inner.tagged(tag);
        }
        return inner;
    }

    private static void comid(CborPlace comid, Map<String, ArrayNode> values)
            throws RefusedException {
        Optional<CborPlace> triples = comid.label(4).optionalLabel(0);
        if (triples.isEmpty()) {
            return;
        }
        for (CborPlace triple : triples.get().elements(1, MOST)) {
            List<CborPlace> parts = triple.elements(2, 2);
            List<String> environment = new ArrayList<>();
            Optional<CborPlace> kind = parts.get(0).optionalLabel(0);
            if (kind.isPresent()) {
                text(kind.get(), 1, environment);
                text(kind.get(), 2, environment);
            }
            for (CborPlace measurement : parts.get(1).elements(1, MOST)) {
                measurement(measurement, environment, values);
            }
        }
    }

    private static void measurement(
            CborPlace measurement, List<String> environment, Map<String, ArrayNode> values)
            throws RefusedException {
        List<String> path = new ArrayList<>(environment);
        Optional<CborPlace> key = measurement.optionalLabel(0);
        if (key.isPresent()) {
            path.add(key(key.get()));
        }
        CborPlace value = measurement.label(1);
        text(value, 11, path);
        text(value, 8, path);
        if (path.isEmpty()) {
            throw measurement.refused("has nothing to name it by");
        }
        String name = String.join("/", path);
        Optional<CborPlace> digests = value.optionalLabel(2);
        if (digests.isPresent()) {
            for (CborPlace digest : digests.get().elements(1, MOST)) {
                add(values, name + "/digests", digest.elements(2, 2).get(1).bytes());
            }
        }
        Optional<CborPlace> raw = value.optionalLabel(4);
        if (raw.isPresent()) {
            add(values, name + "/raw_bytes", raw.get().tagged(RAW_BYTES).bytes());
        }
    }

    private static void add(Map<String, ArrayNode> values, String name, byte[] value) {
        values.computeIfAbsent(name, _ -> JsonNodeFactory.instance.arrayNode())
                .add(HexFormat.of().formatHex(value));
    }

    private static String key(CborPlace key) throws RefusedException {
        return switch (key.node()) {
            case Cbor.Text(String text) -> text;
            case Cbor.Int(long number) when number >= 0 -> "claim" + number;
            case Cbor.Tagged(long tag, Cbor _) when tag == UUID_TAG -> {
                ByteBuffer bytes = ByteBuffer.wrap(key.tagged(UUID_TAG).bytes(16));
                yield new UUID(bytes.getLong(), bytes.getLong()).toString();
            }
            default -> throw key.refused("is no text, number or UUID");
        };
    }

    private static void text(CborPlace map, long label, List<String> path) throws RefusedException {
        Optional<CborPlace> text = map.optionalLabel(label);
        if (text.isPresent()) {
            path.add(text.get().text());
        }
    }
}
