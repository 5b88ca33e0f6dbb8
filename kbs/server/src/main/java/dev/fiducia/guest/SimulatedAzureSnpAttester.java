package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.simulator.SimulatedAzureSnp;
import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.initdata.Digest;

import java.util.Optional;

/// A peer pod's VM in a simulated Azure: a vTPM on a simulated SNP processor, with the initdata in
/// PCR 8. A service accepts it only where its configuration names the simulated root.
public final class SimulatedAzureSnpAttester implements Attester {

    private final SimulatedAzureSnp machine;

    /// A VM that measured this initdata when it booted, or none.
    public SimulatedAzureSnpAttester(
            SimulatedSnp processor, Optional<Digest> initdata, CryptoSuite crypto) {
        this.machine = SimulatedAzureSnp.boot(processor, crypto);
        initdata.ifPresent(digest -> machine.initdata(digest.bytes()));
    }

    @Override
    public Tee tee() {
        return Tee.AZ_SNP_VTPM;
    }

    @Override
    public synchronized JsonNode evidence(byte[] reportData) throws GuestException {
        if (reportData.length > 64) {
            throw new GuestException(
                    GuestFailure.EVIDENCE, "the vTPM takes at most 64 bytes of report data");
        }
        return machine.evidence(reportData);
    }
}
