package dev.fiducia.attestation.eventlog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// One record of a log, TCG_PCR_EVENT2.
///
/// @param register the CC measurement register that it was extended to
/// @param type what it tells
/// @param digests what was extended, one for each bank
/// @param data what it is about
@SuppressWarnings("ArrayRecordComponent") // within this package, never changed nor compared
record EventRecord(long register, EventType type, List<EventDigest> digests, byte[] data) {

    /// What one bank was extended with.
    @SuppressWarnings("ArrayRecordComponent") // as above
    record EventDigest(EventAlgorithm algorithm, byte[] value) {}

    EventRecord {
        digests = List.copyOf(digests);
    }

    /// The record with the digests of one bank only.
    EventRecord only(EventAlgorithm algorithm) {
        return new EventRecord(
                register,
                type,
                digests.stream().filter(digest -> digest.algorithm() == algorithm).toList(),
                data);
    }

    boolean hasDigestOf(EventAlgorithm algorithm) {
        return digests.stream().anyMatch(digest -> digest.algorithm() == algorithm);
    }

    ObjectNode claims(CryptoSuite crypto) throws RefusedException {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("index", register);
        claims.put("type_name", type.name());
        ArrayNode list = claims.putArray("digests");
        for (EventDigest digest : digests) {
            list.addObject()
                    .put("alg", digest.algorithm().label())
                    .put("digest", HexFormat.of().formatHex(digest.value()));
        }
        claims.put("event", Base64.getEncoder().encodeToString(data));
        claims.put("digest_matches_event", digestsMatchData(crypto));
        claims.set("details", EventDetails.of(type, data));
        return claims;
    }

    /// Whether every digest is that of the data; often it is of something else that the data only
    /// describes.
    private boolean digestsMatchData(CryptoSuite crypto) throws RefusedException {
        boolean all = true;
        for (EventDigest digest : digests) {
            HashAlgorithm hash =
                    digest.algorithm()
                            .hash()
                            .orElseThrow(() ->
                                    EventLog.malformed(
                                            "has a digest of " + digest.algorithm().label()));
            all &= Arrays.equals(crypto.digest(hash, data), digest.value());
        }
        return all;
    }
}
