package dev.fiducia.attestation.veraison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.TrustClaim;
import dev.fiducia.attestation.appraisal.TrustTier;
import dev.fiducia.attestation.appraisal.TrustVector;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The appraisal of one part of an attester.
///
/// @param status what the service makes of it; never better than the worst entry of the vector
/// @param vector the entries that are set, at least one
/// @param claims the evidence as the service understood it
public record Submod(TrustTier status, TrustVector vector, ObjectNode claims) {

    /// The tier of one entry; `none` where it is not set.
    public TrustTier tier(TrustClaim claim) {
        return vector.get(claim).map(TrustTier::of).orElse(TrustTier.NONE);
    }

    static Submod parse(JsonPlace place) throws RefusedException {
        TrustTier status = status(place.member("ear.status"));
        JsonPlace vector = place.member("ear.trustworthiness-vector");
        TrustVector entries = vector(vector);
        if (status.compareTo(entries.status()) < 0) {
            throw vector.refused("has a worse entry than the status says");
        }
        JsonPlace claims = place.member("ear.veraison.annotated-evidence");
        if (!(claims.node() instanceof ObjectNode object)) {
            throw claims.refused("is not an object");
        }
        return new Submod(status, entries, object);
    }

    private static TrustTier status(JsonPlace place) throws RefusedException {
        String name = place.text();
        for (TrustTier tier : TrustTier.values()) {
            if (tier.wireName().equals(name)) {
                return tier;
            }
        }
        throw place.refused("is no status");
    }

    private static TrustVector vector(JsonPlace place) throws RefusedException {
        if (!(place.node() instanceof ObjectNode object) || object.isEmpty()) {
            throw place.refused("is not an object with entries");
        }
        Map<TrustClaim, Byte> entries = new EnumMap<>(TrustClaim.class);
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Optional<TrustClaim> claim = TrustClaim.named(entry.getKey());
            JsonNode value = entry.getValue();
            boolean isTiny = value.isInt() && value.intValue() == (byte) value.intValue();
            if (claim.isEmpty() || !isTiny) {
                throw place.refused("has an entry that is none of a trustworthiness vector");
            }
            entries.put(claim.get(), (byte) value.intValue());
        }
        return new TrustVector(entries);
    }
}
