package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.simulator.SimulatedTpm;
import dev.fiducia.initdata.Digest;

import java.util.Optional;

/// A machine with a simulated TPM and the initdata in PCR 8. A service accepts it only where its
/// configuration names the attestation key.
public final class SimulatedTpmAttester implements Attester {

    private final SimulatedTpm machine;

    /// A machine that measured this initdata when it booted, or none.
    public SimulatedTpmAttester(SimulatedTpm machine, Optional<Digest> initdata) {
        this.machine = machine;
        initdata.ifPresent(digest -> machine.initdata(digest.bytes()));
    }

    @Override
    public Tee tee() {
        return Tee.TPM;
    }

    @Override
    public synchronized JsonNode evidence(byte[] reportData) {
        return machine.evidence(reportData);
    }
}
