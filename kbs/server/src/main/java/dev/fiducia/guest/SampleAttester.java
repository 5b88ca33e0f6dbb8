package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.attestation.Tee;

import java.util.Base64;

/// The sample TEE and the sample device: evidence without any hardware behind it, which proves
/// nothing.
public final class SampleAttester implements Attester {

    private final Tee tee;
    private final String svn;

    private SampleAttester(Tee tee, String svn) {
        this.tee = tee;
        this.svn = svn;
    }

    /// The attester of TEE `sample`.
    public static SampleAttester cpu() {
        return new SampleAttester(Tee.SAMPLE, "1");
    }

    /// The attester of TEE `sampledevice`, an additional device.
    public static SampleAttester device() {
        return new SampleAttester(Tee.SAMPLE_DEVICE, "2");
    }

    @Override
    public Tee tee() {
        return tee;
    }

    @Override
    public JsonNode evidence(byte[] reportData) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("svn", svn)
                .put("report_data", Base64.getEncoder().encodeToString(reportData));
    }
}
