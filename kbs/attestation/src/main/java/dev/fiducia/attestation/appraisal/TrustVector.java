package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// A trustworthiness vector: the claims that a policy set, each an int8. At least one is set.
public final class TrustVector {
    private final EnumMap<TrustClaim, Byte> claims;

    /// A vector of these claims; an empty one is a programming error.
    public TrustVector(Map<TrustClaim, Byte> claims) {
        if (claims.isEmpty()) {
            throw new IllegalArgumentException("a trust vector without a claim");
        }
        this.claims = new EnumMap<>(claims);
    }

    /// All eight claims 0: what a policy without `trust_claims` says, namely nothing.
    public static TrustVector silent() {
        EnumMap<TrustClaim, Byte> zeros = new EnumMap<>(TrustClaim.class);
        for (TrustClaim claim : TrustClaim.values()) {
            zeros.put(claim, (byte) 0);
        }
        return new TrustVector(zeros);
    }

    /// The set claims, in key order.
    public Map<TrustClaim, Byte> claims() {
        return Collections.unmodifiableMap(claims);
    }

    /// The value of one claim, if set.
    public Optional<Byte> get(TrustClaim claim) {
        return Optional.ofNullable(claims.get(claim));
    }

    /// The worst tier of all set claims.
    public TrustTier status() {
        TrustTier worst = TrustTier.NONE;
        for (byte value : claims.values()) {
            TrustTier tier = TrustTier.of(value);
            if (tier.compareTo(worst) > 0) {
                worst = tier;
            }
        }
        return worst;
    }

    /// The value of `ear.trustworthiness-vector`.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        claims.forEach((claim, value) -> json.put(claim.wireName(), (int) value));
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustVector vector && claims.equals(vector.claims);
    }

    @Override
    public int hashCode() {
        return claims.hashCode();
    }

    @Override
    public String toString() {
        return claims.toString();
    }
}
