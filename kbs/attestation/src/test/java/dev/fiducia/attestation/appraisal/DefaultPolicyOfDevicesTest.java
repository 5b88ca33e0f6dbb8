package dev.fiducia.attestation.appraisal;

import static dev.fiducia.attestation.appraisal.DefaultPolicy.assertVector;
import static dev.fiducia.attestation.appraisal.DefaultPolicy.json;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The default policies of devices: what costs which claim, then what is affirming.
class DefaultPolicyOfDevicesTest {

    private static final String GPU =
            """
            {"nvidia": {"root_of_trust": "nvidia", "measurements": {"1": "a", "2": "b", "12": "c"},
              "config": {"vbios_version": "v", "driver_version": "d"}}}
            """;
    private static final String GPU_VALUES =
            """
            {"allowed_vbios_versions": ["v"], "allowed_driver_versions": ["d"],
             "NVIDIA_Corporation.GPU.measurement_1": ["x", "a"], "NVIDIA_Corporation.GPU.measurement_12": ["c"]}
            """;
    private static final String REMOTE_GPU =
            """
            {"nvidia": {"secboot": true, "dbgstat": "disabled", "measres": "success",
              "x-nvidia-gpu-vbios-version": "v", "x-nvidia-gpu-driver-version": "d",
              "x-nvidia-gpu-attestation-report-cert-chain": {"x-nvidia-cert-ocsp-status": "good", "x-nvidia-cert-status": "valid"},
              "x-nvidia-gpu-vbios-rim-cert-chain": {"x-nvidia-cert-ocsp-status": "good", "x-nvidia-cert-status": "valid"},
              "x-nvidia-gpu-attestation-report-cert-chain-fwid-match": true, "x-nvidia-gpu-attestation-report-parsed": true,
              "x-nvidia-gpu-attestation-report-signature-verified": true, "x-nvidia-gpu-arch-check": true,
              "x-nvidia-gpu-driver-rim-fetched": true, "x-nvidia-gpu-driver-rim-measurements-available": true,
              "x-nvidia-gpu-driver-rim-schema-validated": true, "x-nvidia-gpu-driver-rim-signature-verified": true,
              "x-nvidia-gpu-driver-rim-version-match": true,
              "x-nvidia-gpu-vbios-rim-fetched": true, "x-nvidia-gpu-vbios-rim-measurements-available": true,
              "x-nvidia-gpu-vbios-rim-schema-validated": true, "x-nvidia-gpu-vbios-rim-signature-verified": true,
              "x-nvidia-gpu-vbios-rim-version-match": true}}
            """;
    private static final String SWITCH =
            """
            {"nvidia": {"secboot": true, "dbgstat": "disabled", "measres": "success", "x-nvidia-switch-bios-version": "b",
              "x-nvidia-switch-attestation-report-cert-chain": {"x-nvidia-cert-ocsp-status": "good", "x-nvidia-cert-status": "valid"},
              "x-nvidia-switch-bios-rim-cert-chain": {"x-nvidia-cert-ocsp-status": "good", "x-nvidia-cert-status": "valid"},
              "x-nvidia-switch-attestation-report-cert-chain-fwid-match": true, "x-nvidia-switch-attestation-report-parsed": true,
              "x-nvidia-switch-attestation-report-signature-verified": true, "x-nvidia-switch-arch-check": true,
              "x-nvidia-switch-bios-rim-fetched": true, "x-nvidia-switch-bios-rim-measurements-available": true,
              "x-nvidia-switch-bios-rim-schema-validated": true, "x-nvidia-switch-bios-rim-signature-verified": true,
              "x-nvidia-switch-bios-rim-version-match": true}}
            """;
    private static final String SWITCH_VALUES = "{\"allowed_switch_bios_versions\": [\"b\"]}";

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"nvidia\":{}}", "{\"nvidia\":[]}", "{\"nvidia\":null}"})
    void nothingIsRecognisedByDefault(String input) {
        assertVector("gpu", input, GPU_VALUES, 33, 97, 36);
        assertVector("switch", input, SWITCH_VALUES, 33, 97, 36);
        assertVector("ppcie", input, "{}", 0, 0, 36);
    }

    @ParameterizedTest
    @CsvSource({
        "allowed_vbios_versions,33,97,36",
        "allowed_driver_versions,33,97,36",
        "NVIDIA_Corporation.GPU.measurement_1,33,2,36",
        "NVIDIA_Corporation.GPU.measurement_12,33,2,36"
    })
    void gpusNeedEachReferenceValue(String name, int executables, int hardware, int configuration) {
        for (String wrong : new String[] {"[]", "\"a\"", "[\"b\"]", "99"}) {
            ObjectNode values = ((ObjectNode) json(GPU_VALUES)).set(name, json(wrong));
            assertVector("gpu", GPU, values.toString(), executables, hardware, configuration);
        }
    }

    @Test
    void gpusNeedWhatTheirReferenceValuesSpeakOf() {
        // Without any, nothing is known.
        String none = "{\"allowed_vbios_versions\":[\"v\"],\"allowed_driver_versions\":[\"d\"]}";
        assertVector("gpu", GPU, none, 33, 2, 36);
        // A measurement that the report leaves out is not a known one.
        ObjectNode input = (ObjectNode) json(GPU);
        ((ObjectNode) input.at("/nvidia/measurements")).remove("12");
        assertVector("gpu", input.toString(), GPU_VALUES, 33, 2, 36);
        assertVector("gpu", GPU, GPU_VALUES, 3, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "secboot,3,2,36",
        "dbgstat,3,2,36",
        "measres,33,2,2",
        "x-nvidia-gpu-arch-check,3,97,2",
        "x-nvidia-gpu-attestation-report-cert-chain-fwid-match,3,97,2",
        "x-nvidia-gpu-attestation-report-cert-chain,3,97,2",
        "x-nvidia-gpu-vbios-rim-cert-chain,33,2,2",
        "x-nvidia-gpu-driver-rim-version-match,33,2,2",
        "x-nvidia-gpu-vbios-rim-signature-verified,33,2,2",
        "x-nvidia-gpu-driver-version,3,2,3"
    })
    void gpusNeedEachWordOfTheService(
            String claim, int executables, int hardware, int configuration) {
        String values = "{\"allowed_vbios_versions\":[\"v\"],\"allowed_driver_versions\":[\"d\"]}";
        assertVector("gpu", REMOTE_GPU, values, 3, 2, 2);
        for (String other : new String[] {"false", "\"true\"", "null", "{}"}) {
            ObjectNode input = (ObjectNode) json(REMOTE_GPU);
            ((ObjectNode) input.get("nvidia")).set(claim, json(other));
            assertVector("gpu", input.toString(), values, executables, hardware, configuration);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "secboot,3,2,36",
        "dbgstat,3,2,36",
        "measres,33,2,2",
        "x-nvidia-switch-arch-check,3,97,2",
        "x-nvidia-switch-attestation-report-parsed,3,97,2",
        "x-nvidia-switch-attestation-report-signature-verified,3,97,2",
        "x-nvidia-switch-attestation-report-cert-chain,3,97,2",
        "x-nvidia-switch-bios-rim-cert-chain,33,2,2",
        "x-nvidia-switch-bios-rim-fetched,33,2,2",
        "x-nvidia-switch-bios-version,3,2,3"
    })
    void switchesNeedEachWordOfTheService(
            String claim, int executables, int hardware, int configuration) {
        for (String other : new String[] {"false", "\"true\"", "null", "{}"}) {
            ObjectNode input = (ObjectNode) json(SWITCH);
            ((ObjectNode) input.get("nvidia")).set(claim, json(other));
            assertVector(
                    "switch",
                    input.toString(),
                    SWITCH_VALUES,
                    executables,
                    hardware,
                    configuration);
        }
        assertVector("switch", SWITCH, "{}", 3, 2, 3);
        assertVector("switch", SWITCH, SWITCH_VALUES, 3, 2, 2);
    }

    @Test
    void dpusNeedAKnownClassAndFirmware() {
        String dpu =
                """
                {"nvidia-dpu": {"device_class": "bluefield3", "firmware_layers_count": 2, "accumulated_fwid": "f"}}
                """;
        String classes = "{\"dpu_device_classes\":[\"bluefield3\"]}";
        String both = "{\"dpu_device_classes\":[\"bluefield3\"],\"dpu_accumulated_fwid\":[\"f\"]}";
        assertVector("nvidia-dpu", "{}", both, 33, 97, 36);
        assertVector("nvidia-dpu", dpu, "{}", 33, 97, 36);
        assertVector("nvidia-dpu", dpu, classes, 33, 2, 0);
        assertVector("nvidia-dpu", dpu.replace(": 2", ": 0"), both, 33, 2, 0);
        assertVector("nvidia-dpu", dpu, both, 3, 2, 0);
    }

    @Test
    void dcusNeedAKnownChipAndFirmware() {
        String dcu = "{\"hygondcu\":{\"body\":{\"chip_id\":\"c\",\"measure\":\"m\"}}}";
        String chips = "{\"dcu_chip_ids\":[\"c\"]}";
        String both = "{\"dcu_chip_ids\":[\"c\"],\"dcu_measure\":[\"m\"]}";
        assertVector("dcu", "{}", both, 33, 97, 36);
        assertVector("dcu", dcu, "{}", 33, 97, 36);
        assertVector("dcu", dcu, chips, 33, 2, 0);
        assertVector("dcu", dcu, both, 3, 2, 0);
    }

    @Test
    void setsHaveToBeComplete() {
        String set = "{\"nvidia\":{\"gpu_count\":%d,\"switch_count\":%d}}";
        assertVector("ppcie", set.formatted(7, 4), "{}", 0, 0, 36);
        assertVector("ppcie", set.formatted(8, 3), "{}", 0, 0, 36);
        assertVector("ppcie", set.formatted(8, 4), "{}", 0, 0, 2);
    }
}
