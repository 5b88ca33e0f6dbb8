package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;

/// What makes evidence inside a guest. Implementations may be called from several threads.
public interface Attester {

    /// The TEE whose evidence this makes.
    Tee tee();

    /// Evidence over report data, which the attester pads as its TEE demands.
    JsonNode evidence(byte[] reportData) throws GuestException;

    /// The same in a handshake, for hardware that is asked in the challenge's own words.
    ///
    /// @param nonce of the challenge, as it came
    default JsonNode evidence(String nonce, byte[] reportData) throws GuestException {
        return evidence(reportData);
    }
}
