package dev.fiducia.attestation.appraisal;

import static dev.fiducia.attestation.appraisal.DefaultPolicy.assertVector;
import static dev.fiducia.attestation.appraisal.DefaultPolicy.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The default policy on enclaves and realms: what costs which claim, then what is affirming.
class DefaultPolicyOfCpusTest {

    private static final String SGX =
            """
            {"sgx": {"header": {"vendor_id": "939a7233f79c4ca9940a0db3957f0607"},
              "body": {"mr_enclave": "e", "mr_signer": "s", "isv_prod_id": "0100", "isv_svn": "0200",
                "attributes.flags": "0500000000000000", "attributes.xfrm": "e7"},
              "tcb_status": "UpToDate", "collateral_expiration_status": "0"}}
            """;
    private static final String SGX_VALUES =
            """
            {"sgx_mr_enclave": ["e"], "sgx_attributes_flags": ["0500000000000000"], "sgx_attributes_xfrm": ["e7"]}
            """;
    private static final String CCA =
            """
            {"cca": {"realm": {"cca-realm-initial-measurement": "r"},
              "platform": {"cca-platform-lifecycle-state": "secured", "cca-platform-implementation-id": "i",
                "cca-platform-config": "c",
                "cca-platform-sw-components": [{"measurement-value": "m1"}, {"measurement-value": "m2"}]}}}
            """;
    private static final String CCA_VALUES =
            """
            {"cca_realm_initial_measurement": ["r"], "cca_platform_implementation_id": ["i"],
             "cca_platform_config": ["c"], "cca_platform_measurements": ["m1", "m2"]}
            """;

    @ParameterizedTest
    @CsvSource({
        "sgx_mr_enclave,33,2,2",
        "sgx_attributes_flags,3,2,3",
        "sgx_attributes_xfrm,3,2,3",
    })
    void enclavesNeedEachReferenceValue(
            String name, int executables, int hardware, int configuration) {
        for (String wrong : new String[] {"null", "[]", "\"e\"", "[true]"}) {
            ObjectNode values = ((ObjectNode) json(SGX_VALUES)).set(name, json(wrong));
            assertVector("cpu", SGX, values.toString(), executables, hardware, configuration);
        }
    }

    /// Whether an enclave may be debugged is no matter of reference values.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0700000000000000",
                "0200000000000000",
                "0f00000000000000",
                "05",
                "",
                "0x05"
            })
    void enclavesThatCanBeReadAreNeverConfiguredRight(String flags) {
        String values = SGX_VALUES.replace("0500000000000000", flags);
        assertVector("cpu", SGX.replace("0500000000000000", flags), values, 3, 2, 36);
    }

    @Test
    void enclavesNeedGenuineHardwareThatIsUpToDate() {
        assertVector("cpu", SGX.replace("UpToDate", "OutOfDate"), SGX_VALUES, 3, 97, 2);
        assertVector("cpu", SGX.replace("\"0\"", "\"1\""), SGX_VALUES, 3, 97, 2);
        assertVector("cpu", SGX.replace("939a", "039a"), SGX_VALUES, 3, 97, 2);
    }

    @Test
    void enclavesOfASignerNeedProductAndVersion() {
        ObjectNode values = (ObjectNode) json(SGX_VALUES);
        values.remove("sgx_mr_enclave");
        values.putArray("sgx_mr_signer").add("s");
        assertVector("cpu", SGX, values.toString(), 33, 2, 2);
        values.putArray("sgx_isv_prod_id").add("0100");
        assertVector("cpu", SGX, values.toString(), 33, 2, 2);
        values.putArray("sgx_isv_svn").add("0300");
        assertVector("cpu", SGX, values.toString(), 33, 2, 2);
        values.putArray("sgx_isv_svn").add("0200");
        assertVector("cpu", SGX, values.toString(), 4, 2, 2);
        assertVector("cpu", SGX, SGX_VALUES, 3, 2, 2);
    }

    @Test
    void csvGuestsHaveToBeEncryptedClosedAndKnown() {
        String csv =
                """
                {"csv": {"measure": "m", "root_of_trust": "hygon",
                  "policy": {"es": 1, "csv": 0, "csv3": 1, "nodbg": 1, "noks": 1, "nosend": 1}}}
                """;
        String values = "{\"csv_measure\":[\"m\"]}";
        assertVector("cpu", csv, "{}", 33, 97, 3);
        assertVector("cpu", csv.replace("\"es\": 1", "\"es\": 0"), values, 3, 97, 36);
        assertVector("cpu", csv.replace("\"csv3\": 1", "\"csv3\": 0"), values, 3, 97, 36);
        for (String bit : new String[] {"nodbg", "noks", "nosend"}) {
            assertVector(
                    "cpu",
                    csv.replace("\"" + bit + "\": 1", "\"" + bit + "\": 0"),
                    values,
                    3,
                    2,
                    36);
        }
        assertVector("cpu", csv, values, 3, 2, 3);
    }

    @Test
    void secureExecutionNeedsAKnownImageAndKnownHostKeys() {
        String se =
                """
                {"se": {"tag": "t", "image_phkh": "i", "attestation_phkh": "a", "version": 256}}
                """;
        String image = "\"se_tag\":[\"t\"]";
        String keys = "\"se_image_phkh\":[\"i\"],\"se_attestation_phkh\":[\"a\"]";
        assertVector("cpu", se, "{}", 33, 97, 36);
        assertVector("cpu", se, "{" + image + "}", 3, 97, 2);
        assertVector("cpu", se, "{" + image + ",\"se_image_phkh\":[\"i\"]}", 3, 97, 2);
        assertVector("cpu", se, "{" + image + ",\"se_attestation_phkh\":[\"a\"]}", 3, 97, 2);
        assertVector("cpu", se, "{" + keys + "}", 33, 2, 36);
        String values = "{" + image + "," + keys + "}";
        assertVector("cpu", se.replace("256", "512"), values, 3, 97, 2);
        assertVector("cpu", se, values, 3, 2, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "cca_realm_initial_measurement,33,2,2",
        "cca_platform_implementation_id,3,97,2",
        "cca_platform_measurements,3,97,2",
        "cca_platform_config,3,2,3"
    })
    void realmsNeedEachReferenceValue(
            String name, int executables, int hardware, int configuration) {
        for (String wrong : new String[] {"null", "[]", "\"r\"", "[\"m1\"]"}) {
            ObjectNode values = ((ObjectNode) json(CCA_VALUES)).set(name, json(wrong));
            assertVector("cpu", CCA, values.toString(), executables, hardware, configuration);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "assembly-and-test",
                "rot-provisioning",
                "non-rot-debug",
                "recoverable-rot-debug",
                "decommissioned"
            })
    void realmsNeedASecuredPlatform(String state) {
        assertVector("cpu", CCA.replace("secured", state), CCA_VALUES, 3, 97, 36);
    }

    @Test
    void realmsNeedFirmwareThatIsMeasured() {
        ObjectNode input = (ObjectNode) json(CCA);
        ((ArrayNode) input.at("/cca/platform/cca-platform-sw-components")).removeAll();
        assertVector("cpu", input.toString(), CCA_VALUES, 3, 97, 2);
        assertVector("cpu", CCA, CCA_VALUES, 3, 2, 2);
    }
}
