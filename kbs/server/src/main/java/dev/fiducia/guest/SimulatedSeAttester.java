package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.simulator.SimulatedSe;

/// A guest in simulated IBM Secure Execution. A service accepts it only where its configuration
/// names the machine's host key document and the root above it.
public final class SimulatedSeAttester implements Attester {

    private final SimulatedSe machine;

    /// A guest of this machine.
    public SimulatedSeAttester(SimulatedSe machine) {
        this.machine = machine;
    }

    @Override
    public Tee tee() {
        return Tee.SE;
    }

    @Override
    public JsonNode evidence(byte[] reportData) throws GuestException {
        throw new GuestException(
                GuestFailure.EVIDENCE, "Secure Execution makes evidence on request only");
    }

    @Override
    public JsonNode evidence(String nonce, byte[] reportData) throws GuestException {
        try {
            return machine.evidence(nonce, reportData);
        } catch (RefusedException e) {
            throw new GuestException(GuestFailure.EVIDENCE, e.refusal().describe());
        }
    }
}
