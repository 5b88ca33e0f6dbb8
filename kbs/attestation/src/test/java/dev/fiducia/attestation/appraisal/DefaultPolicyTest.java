package dev.fiducia.attestation.appraisal;

import static dev.fiducia.attestation.appraisal.DefaultPolicy.json;
import static dev.fiducia.attestation.appraisal.DefaultPolicy.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultPolicyTest {
    private static final String SNP =
            """
            {"snp": {"measurement": "aa", "reported_tcb_bootloader": 3, "reported_tcb_microcode": 209, "reported_tcb_snp": 20,
              "reported_tcb_tee": 0, "policy_debug_allowed": false, "policy_migrate_ma": false, "platform_smt_enabled": true,
              "platform_tsme_enabled": false, "policy_abi_major": 0, "policy_abi_minor": 31, "policy_single_socket": false,
              "policy_smt_allowed": true}, "init_data": "00", "init_data_claims": null, "report_data": "00"}
            """;
    private static final String SNP_VALUES =
            """
            {"snp_launch_measurement": ["bb", "aa"], "snp_bootloader": [3], "snp_microcode": [209], "snp_snp_svn": [20],
             "snp_tee_svn": [0], "snp_smt_enabled": true, "snp_tsme_enabled": false, "snp_guest_abi_major": 0,
             "snp_guest_abi_minor": 31, "snp_single_socket": false, "snp_smt_allowed": true}
            """;
    private static final String SAMPLE =
            """
            {"sample": {"svn": "1", "launch_digest": "abcde", "platform_version": {"major": 1, "minor": 4}, "debug": false}}
            """;
    private static final String SAMPLE_VALUES =
            """
            {"launch_digest": ["abcde"], "svn": ["1"], "major_version": 1, "minimum_minor_version": 4}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tdx\":{}}",
                "{\"sgx\":{}}",
                "{\"csv\":{}}",
                "{\"cca\":{}}",
                "{\"se\":{}}",
                "{\"tpm\":{}}",
                "{\"snp\":null}",
                "{\"snp\":[]}",
                "{\"sample\":7}",
                "{\"az-snp-vtpm\":{}}",
                "{\"az-tdx-vtpm\":{}}"
            })
    void noEvidencePassesByDefault(String input) {
        TrustVector vector = judge("cpu", input, SNP_VALUES);
        assertThat(vector.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(vector.claims()).hasSize(8);
    }

    @Test
    void withoutReferenceValuesNothingIsRecognised() {
        assertVector(judge("cpu", SNP, "{}"), 33, 97, 3);
        assertVector(judge("cpu", SAMPLE, "{}"), 33, 97, 2);
        assertVector(judge("gpu", "{\"sampledevice\":{\"svn\":\"2\"}}", "{}"), 33, 97, 36);
        assertVector(judge("gpu", "{\"nvidia\":{}}", "{}"), 33, 97, 36);
    }

    /// Each missing or wrong reference value costs the claim that it is for.
    @ParameterizedTest
    @CsvSource({
        "snp_launch_measurement,33,2,2", "snp_bootloader,3,97,2", "snp_microcode,3,97,2",
                "snp_snp_svn,3,97,2",
        "snp_tee_svn,3,97,2", "snp_smt_enabled,3,2,3", "snp_tsme_enabled,3,2,3",
                "snp_guest_abi_major,3,2,3",
        "snp_guest_abi_minor,3,2,3", "snp_single_socket,3,2,3", "snp_smt_allowed,3,2,3"
    })
    void snpNeedsEachReferenceValue(String name, int executables, int hardware, int configuration) {
        for (String wrong :
                new String[] {"null", "[]", "{}", "\"aa\"", "[\"x\"]", "[null]", "99"}) {
            ObjectNode values = ((ObjectNode) json(SNP_VALUES)).set(name, json(wrong));
            assertVector(
                    judge("cpu", SNP, values.toString()), executables, hardware, configuration);
        }
        ObjectNode values = (ObjectNode) json(SNP_VALUES);
        values.remove(name);
        assertVector(judge("cpu", SNP, values.toString()), executables, hardware, configuration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy_debug_allowed", "policy_migrate_ma"})
    void snpGuestsThatCanBeReadAreNeverConfiguredRight(String bit) {
        ObjectNode input = (ObjectNode) json(SNP);
        ((ObjectNode) input.get("snp")).put(bit, true);
        assertVector(judge("cpu", input.toString(), SNP_VALUES), 3, 2, 36);
        ((ObjectNode) input.get("snp")).remove(bit);
        assertVector(judge("cpu", input.toString(), SNP_VALUES), 3, 2, 36);
    }

    @Test
    void snpIsAffirmingWithAllReferenceValues() {
        TrustVector vector = judge("cpu", SNP, SNP_VALUES);
        assertVector(vector, 3, 2, 2);
        assertThat(vector.status()).isEqualTo(TrustTier.AFFIRMING);
    }

    @ParameterizedTest
    @CsvSource({
        "launch_digest,33,2",
        "svn,3,97",
        "major_version,3,97",
        "minimum_minor_version,3,97"
    })
    void sampleNeedsEachReferenceValue(String name, int executables, int hardware) {
        ObjectNode values = (ObjectNode) json(SAMPLE_VALUES);
        values.remove(name);
        assertVector(judge("cpu", SAMPLE, values.toString()), executables, hardware, 2);
        assertVector(judge("cpu", SAMPLE, SAMPLE_VALUES), 3, 2, 2);
        assertVector(
                judge("cpu", SAMPLE.replace("\"minor\": 4", "\"minor\": 3"), SAMPLE_VALUES),
                3,
                97,
                2);
        assertVector(
                judge("cpu", SAMPLE.replace("\"minor\": 4", "\"minor\": \"9\""), SAMPLE_VALUES),
                3,
                97,
                2);
    }

    @Test
    void sampleDeviceIsAWarningAtBest() {
        TrustVector vector =
                judge("gpu", "{\"sampledevice\":{\"svn\":\"2\"}}", "{\"device_svn\":[\"2\"]}");
        assertVector(vector, 33, 2, 36);
        assertThat(vector.status()).isEqualTo(TrustTier.WARNING);
    }

    @Test
    void tdxNeedsItsWholeChain() {
        String events =
                """
                [{"type_name": "EV_EFI_BOOT_SERVICES_APPLICATION", "details": {"device_paths": ["File(kernel)"]}, "digests": [{"digest": "k"}]},
                 {"type_name": "EV_EVENT_TAG", "details": {"string": "LOADED_IMAGE::LoadOptions"}, "digests": [{"digest": "c"}]}]
                """;
        String tdx =
                """
                {"tdx": {"quote": {"header": {"tee_type": "81000000", "vendor_id": "939a7233f79c4ca9940a0db3957f0607"},
                   "body": {"rtmr_1": "r1", "rtmr_2": "r2", "mr_td": "td", "xfam": "x"}}, "tcb_status": "UpToDate",
                   "collateral_expiration_status": "0", "td_attributes": {"debug": false}, "uefi_event_logs": %s}}
                """;
        String values =
                """
                {"rtmr_1": ["r1"], "rtmr_2": ["r2"], "mr_td": ["td"], "xfam": ["x"], "tdvfkernel": "k", "tdvfkernelparams": "c"}
                """;
        assertVector(judge("cpu", tdx.formatted(events), values), 3, 2, 2);
        assertVector(judge("cpu", tdx.formatted("[]"), values), 4, 2, 2);
        assertVector(
                judge("cpu", tdx.formatted(events), values.replace("\"rtmr_1\": [\"r1\"], ", "")),
                33,
                2,
                2);
        assertVector(
                judge("cpu", tdx.formatted(events).replace("UpToDate", "OutOfDate"), values),
                3,
                97,
                2);
        assertVector(
                judge(
                        "cpu",
                        tdx.formatted(events).replace("\"debug\": false", "\"debug\": true"),
                        values),
                3,
                2,
                36);
    }

    private static final String AZ_SNP =
            """
            {"az-snp-vtpm": {"measurement": "aQ==", "tpm": {"pcr11": "p"}, "reported_tcb_bootloader": "4",
              "reported_tcb_microcode": "219", "reported_tcb_snp": "24", "reported_tcb_tee": "0",
              "policy_debug_allowed": "false", "policy_migrate_ma": "false", "user_data_bound": "true",
              "platform_smt_enabled": "true", "platform_tsme_enabled": "false", "policy_abi_major": "0",
              "policy_abi_minor": "31", "policy_single_socket": "false", "policy_smt_allowed": "true"}}
            """;
    private static final String AZ_SNP_VALUES =
            """
            {"measurement": ["aQ=="], "snp_pcr11": ["p"], "tcb_bootloader": ["4"], "tcb_microcode": ["219"],
             "tcb_snp": ["24"], "tcb_tee": ["0"], "smt_enabled": ["true"], "tsme_enabled": ["false"],
             "abi_major": ["0"], "abi_minor": ["31"], "single_socket": ["false"], "smt_allowed": ["true"]}
            """;

    @ParameterizedTest
    @CsvSource({
        "measurement,33,2,2",
        "snp_pcr11,33,2,2",
        "tcb_bootloader,3,97,2",
        "tcb_microcode,3,97,2",
        "tcb_snp,3,97,2",
        "tcb_tee,3,97,2",
        "smt_enabled,3,2,3",
        "tsme_enabled,3,2,3",
        "abi_major,3,2,3",
        "abi_minor,3,2,3",
        "single_socket,3,2,3",
        "smt_allowed,3,2,3"
    })
    void azureSnpNeedsEachReferenceValue(
            String name, int executables, int hardware, int configuration) {
        assertVector(judge("cpu", AZ_SNP, AZ_SNP_VALUES), 3, 2, 2);
        for (String wrong : new String[] {"null", "[]", "\"p\"", "[true]", "[219]"}) {
            ObjectNode values = ((ObjectNode) json(AZ_SNP_VALUES)).set(name, json(wrong));
            assertVector(
                    judge("cpu", AZ_SNP, values.toString()), executables, hardware, configuration);
        }
    }

    @ParameterizedTest
    @CsvSource({"policy_debug_allowed,36", "policy_migrate_ma,36", "user_data_bound,3"})
    void azureSnpHasToBeClosedAndBound(String claim, int configuration) {
        ObjectNode input = (ObjectNode) json(AZ_SNP);
        ObjectNode claims = (ObjectNode) input.get("az-snp-vtpm");
        claims.put(claim, claim.equals("user_data_bound") ? "false" : "true");
        assertVector(judge("cpu", input.toString(), AZ_SNP_VALUES), 3, 2, configuration);
        claims.remove(claim);
        assertVector(judge("cpu", input.toString(), AZ_SNP_VALUES), 3, 2, configuration);
    }

    @Test
    void azureTdxHasToBeClosedAndItsCollateralFresh() {
        String input =
                """
                {"az-tdx-vtpm": {"quote": {"header": {"tee_type": "81000000", "vendor_id": "939a7233f79c4ca9940a0db3957f0607"},
                   "body": {"mr_td": "td", "xfam": "x"}}, "tcb_status": "UpToDate", "tpm": {"pcr11": "p"},
                   "collateral_expiration_status": "0", "td_attributes": {"debug": false}}}
                """;
        String values = "{\"tdx_pcr11\":[\"p\"],\"mr_td\":[\"td\"],\"xfam\":[\"x\"]}";
        assertVector(judge("cpu", input, values), 3, 2, 2);
        assertVector(judge("cpu", input.replace("false", "true"), values), 3, 2, 36);
        assertVector(judge("cpu", input.replace("\"0\"", "\"1\""), values), 3, 97, 2);
        assertVector(judge("cpu", input.replace("UpToDate", "OutOfDate"), values), 3, 97, 2);
    }

    @Test
    void tpmCountsOnlyUnderAKnownAttestationKey() {
        assertVector(
                judge(
                        "cpu",
                        "{\"tpm\":{\"pcr11\":\"p\",\"ak_public\":\"k\"}}",
                        "{\"tpm_pcr11\":[\"p\"]}"),
                33,
                97,
                36);
        assertVector(
                judge(
                        "cpu",
                        "{\"tpm\":{\"pcr11\":\"p\",\"ak_public\":\"k\"}}",
                        "{\"tpm_pcr11\":[\"p\"],\"trusted_aks\":[\"k\"]}"),
                3,
                2,
                0);
    }

    @Test
    void identifiersComeFromTheAgentPolicysContainers() {
        String containers =
                """
                {"init_data_claims": {"agent_policy_claims": {"containers": [
                  {"OCI": {"Annotations": {}, "Process": {"User": {"UID": 65535}}}},
                  {"OCI": {"Annotations": {"io.kubernetes.cri.image-name": "bitnami/nginx:latest"}, "Process": {"User": {"UID": 1001}}}}]}}}
                """;
        assertThat(identifiers(containers))
                .isEqualTo(
                        json(
                                "{\"validated\":{\"container_images\":[\"bitnami/nginx:latest\"],\"container_uids\":[65535,1001]}}"));
        assertThat(identifiers("{}")).isEqualTo(json("{\"validated\":{}}"));
        assertThat(identifiers("{\"init_data_claims\":null}"))
                .isEqualTo(json("{\"validated\":{}}"));
    }

    private JsonNode identifiers(String input) {
        Extension extension = verdict("cpu", input, "{}").extensions().getFirst();
        assertThat(extension.name()).isEqualTo("ear.trustee.identifiers");
        assertThat(extension.key()).isEqualTo(-18);
        return extension.value();
    }

    private TrustVector judge(String teeClass, String input, String references) {
        return verdict(teeClass, input, references).trustVector();
    }

    /// @param trust what is said of the platform
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"trusted\": false}",
                "{\"trusted\": \"true\"}",
                "{\"trusted\": null}",
                "true"
            })
    void noHardwareCountsThatIsNotTrusted(String trust) {
        ObjectNode snp = (ObjectNode) json(SNP);
        ((ObjectNode) snp.get("snp")).set("platform_trust", json(trust));
        assertVector(judge("cpu", snp.toString(), SNP_VALUES), 3, 97, 2);
        ObjectNode azure = (ObjectNode) json(AZ_SNP);
        ((ObjectNode) azure.get("az-snp-vtpm")).set("platform_trust", json(trust));
        assertVector(judge("cpu", azure.toString(), AZ_SNP_VALUES), 3, 97, 2);
    }

    private static void assertVector(
            TrustVector vector, int executables, int hardware, int configuration) {
        assertThat(vector.toJson().path("executables").intValue()).isEqualTo(executables);
        assertThat(vector.toJson().path("hardware").intValue()).isEqualTo(hardware);
        assertThat(vector.toJson().path("configuration").intValue()).isEqualTo(configuration);
    }
}
