package dev.fiducia.attestation.collateral;

import java.time.Instant;
import java.util.List;

/// Documents that an operator signed for, to be carried to where no network is.
///
/// @param sequence rises from bundle to bundle of one operator: an older one never takes the place
///   of a newer
/// @param created when it was signed
/// @param keyId SHA-256 of the operator's public key, hex
public record Bundle(long sequence, Instant created, String keyId, List<Document> documents) {

    public Bundle {
        documents = List.copyOf(documents);
    }
}
