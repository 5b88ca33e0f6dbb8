package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.initdata.Digest;

import java.util.Arrays;
import java.util.Optional;

/// A guest on a simulated SNP processor: genuine reports, signed by a key that nothing protects. A
/// service accepts them only where its configuration names the simulated root.
public final class SimulatedSnpAttester implements Attester {

    /// What every simulated guest has booted: 48 bytes 0x5a, easy to tell from a real measurement.
    private static final byte[] MEASUREMENT = bytes();

    private final SimulatedSnp processor;
    private final Optional<Digest> initdata;

    /// A guest that was started with the digest of this initdata in HOST_DATA, or without any.
    public SimulatedSnpAttester(SimulatedSnp processor, Optional<Digest> initdata) {
        this.processor = processor;
        this.initdata = initdata;
    }

    @Override
    public Tee tee() {
        return Tee.SNP;
    }

    @Override
    public JsonNode evidence(byte[] reportData) throws GuestException {
        if (reportData.length > 64) {
            throw new GuestException(
                    GuestFailure.EVIDENCE, "SNP takes at most 64 bytes of report data");
        }
        var report = processor.report().reportData(reportData).measurement(MEASUREMENT);
        initdata.ifPresent(digest -> report.hostData(digest.bytes()));
        return report.evidence();
    }

    private static byte[] bytes() {
        byte[] measurement = new byte[48];
        Arrays.fill(measurement, (byte) 0x5a);
        return measurement;
    }
}
