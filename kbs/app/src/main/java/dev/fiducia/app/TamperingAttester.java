package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.guest.Attester;
import dev.fiducia.guest.GuestException;

/// Flips one bit of the measurement in another attester's report, as a host in between could.
record TamperingAttester(Attester genuine) implements Attester {
    @Override
    public Tee tee() {
        return genuine.tee();
    }

    @Override
    public JsonNode evidence(byte[] reportData) throws GuestException {
        JsonNode evidence = genuine.evidence(reportData).deepCopy();
        if (evidence.path("attestation_report").path("measurement") instanceof ArrayNode bytes) {
            bytes.set(0, IntNode.valueOf(bytes.get(0).asInt() ^ 1));
        }
        return evidence;
    }
}
