package dev.fiducia.attestation.cca;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.cbor.CborPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// One piece of the platform's firmware, as measured when it booted.
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
record SoftwareComponent(
        Optional<String> type,
        byte[] measurement,
        Optional<String> version,
        byte[] signer,
        Optional<String> hash) {

    private static final long TYPE = 1;
    private static final long MEASUREMENT = 2;
    private static final long VERSION = 4;
    private static final long SIGNER = 5;
    private static final long HASH = 6;
    private static final Set<Long> LABELS = Set.of(TYPE, MEASUREMENT, VERSION, SIGNER, HASH);

    static SoftwareComponent parse(CborPlace place) throws RefusedException {
        place.requireOnly(LABELS);
        return new SoftwareComponent(
                text(place, TYPE),
                place.label(MEASUREMENT).bytes(32, 48, 64),
                text(place, VERSION),
                place.label(SIGNER).bytes(32, 48, 64),
                text(place, HASH));
    }

    ObjectNode claims() {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        type.ifPresent(text -> claims.put("measurement-type", text));
        claims.put("measurement-value", Base64.getEncoder().encodeToString(measurement));
        version.ifPresent(text -> claims.put("version", text));
        claims.put("signer-id", Base64.getEncoder().encodeToString(signer));
        hash.ifPresent(text -> claims.put("hash-algo-id", text));
        return claims;
    }

    private static Optional<String> text(CborPlace place, long label) throws RefusedException {
        Optional<CborPlace> found = place.optionalLabel(label);
        return found.isPresent() ? Optional.of(found.get().text()) : Optional.empty();
    }
}
