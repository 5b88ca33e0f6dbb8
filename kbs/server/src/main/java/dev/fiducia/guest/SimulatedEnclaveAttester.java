package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.simulator.SimulatedTdx;
import dev.fiducia.initdata.Digest;

import java.util.Optional;

/// An SGX enclave on a simulated platform. A service accepts it only where its configuration names
/// the simulated root and its collateral.
public final class SimulatedEnclaveAttester implements Attester {

    private final SimulatedTdx platform;
    private final Optional<Digest> initdata;

    /// An enclave that was started with the digest of this initdata as CONFIGID, or without any.
    public SimulatedEnclaveAttester(SimulatedTdx platform, Optional<Digest> initdata) {
        this.platform = platform;
        this.initdata = initdata;
    }

    @Override
    public Tee tee() {
        return Tee.SGX;
    }

    @Override
    public JsonNode evidence(byte[] reportData) throws GuestException {
        if (reportData.length > 64) {
            throw new GuestException(
                    GuestFailure.EVIDENCE, "SGX takes at most 64 bytes of report data");
        }
        var quote = platform.enclaveQuote().reportData(reportData);
        initdata.ifPresent(digest -> quote.configId(digest.bytes()));
        return quote.evidence();
    }
}
