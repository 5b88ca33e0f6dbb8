package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.simulator.SimulatedAzureTdx;
import dev.fiducia.attestation.simulator.SimulatedTdx;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.initdata.Digest;

import java.util.Optional;

/// A peer pod's VM in a simulated Azure: a vTPM on a simulated TDX platform, with the initdata in
/// PCR 8. A service accepts it only where its configuration names the simulated root and its
/// collateral.
public final class SimulatedAzureTdxAttester implements Attester {

    private final SimulatedAzureTdx machine;

    /// A VM that measured this initdata when it booted, or none.
    public SimulatedAzureTdxAttester(
            SimulatedTdx platform, Optional<Digest> initdata, CryptoSuite crypto) {
        this.machine = SimulatedAzureTdx.boot(platform, crypto);
        initdata.ifPresent(digest -> machine.initdata(digest.bytes()));
    }

    @Override
    public Tee tee() {
        return Tee.AZ_TDX_VTPM;
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
