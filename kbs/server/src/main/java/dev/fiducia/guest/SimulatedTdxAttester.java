package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.simulator.SimulatedTdx;
import dev.fiducia.initdata.Digest;

import java.util.Optional;

/// A trust domain on a simulated TDX platform: genuine quotes, signed by keys that nothing
/// protects. A service accepts them only where its configuration names the simulated root and its
/// collateral.
public final class SimulatedTdxAttester implements Attester {

    private final SimulatedTdx platform;
    private final Optional<Digest> initdata;

    /// A guest that was started with the digest of this initdata in MRCONFIGID, or without any.
    public SimulatedTdxAttester(SimulatedTdx platform, Optional<Digest> initdata) {
        this.platform = platform;
        this.initdata = initdata;
    }

    @Override
    public Tee tee() {
        return Tee.TDX;
    }

    @Override
    public JsonNode evidence(byte[] reportData) throws GuestException {
        if (reportData.length > 64) {
            throw new GuestException(
                    GuestFailure.EVIDENCE, "TDX takes at most 64 bytes of report data");
        }
        var quote = platform.quote().reportData(reportData);
        initdata.ifPresent(digest -> quote.mrConfigId(digest.bytes()));
        return quote.evidence();
    }
}
