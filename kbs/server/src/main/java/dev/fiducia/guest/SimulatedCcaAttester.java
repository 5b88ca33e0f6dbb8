package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.simulator.SimulatedCca;
import dev.fiducia.attestation.simulator.SimulatedRealm;
import dev.fiducia.initdata.Digest;

import java.util.Optional;

/// A realm on a simulated Arm CCA platform. A service accepts it only where its configuration names
/// the platform as a trust anchor.
public final class SimulatedCcaAttester implements Attester {

    private final SimulatedCca platform;
    private final Optional<Digest> initdata;

    /// A realm that was started with the digest of this initdata as its personalization value, or
    /// without any.
    public SimulatedCcaAttester(SimulatedCca platform, Optional<Digest> initdata) {
        this.platform = platform;
        this.initdata = initdata;
    }

    @Override
    public Tee tee() {
        return Tee.CCA;
    }

    @Override
    public JsonNode evidence(byte[] reportData) throws GuestException {
        if (reportData.length > 64) {
            throw new GuestException(
                    GuestFailure.EVIDENCE, "CCA takes at most 64 bytes of report data");
        }
        SimulatedRealm realm = platform.realm().challenge(reportData);
        initdata.ifPresent(digest -> realm.personalization(digest.bytes()));
        return realm.evidence();
    }
}
