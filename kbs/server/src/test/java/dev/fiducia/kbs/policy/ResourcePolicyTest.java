package dev.fiducia.kbs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.attestation.appraisal.PolicyUpload;
import dev.fiducia.kbs.config.PolicyConfig.Profile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

class ResourcePolicyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PATH = List.of("default", "key", "one");
    private static final String GOOD =
            """
            {"submods": {"cpu0": {"ear.status": "affirming", "ear.veraison.annotated-evidence":
                {"snp": {}, "initdata": {"registered": true, "state": "active"}}}}}
            """;
    private static final String REGISTERED = "{\"registered\": true, \"state\": \"active\"}";
    private static final String UNRESTRICTED = "{\"restricted\": false, \"names\": []}";
    private static final String SAMPLE =
            """
            {"submods": {"cpu0": {"ear.status": "affirming", "ear.veraison.annotated-evidence":
                {"sample": {"productId": "%s", "svn": %d}, "initdata": {"registered": true, "state": "active"}}}}}
            """;

    private final InMemoryStore store = new InMemoryStore();
    private final ResourcePolicy strict = new ResourcePolicy(store, Profile.STRICT);
    private final ResourcePolicy compatible = new ResourcePolicy(store, Profile.COMPATIBLE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"submods\": {}}",
                "{\"submods\": []}",
                "{\"submods\": null}",
                "{\"submods\": {\"cpu0\": null}}",
                "{\"submods\": {\"cpu0\": {\"ear.status\": \"affirming\"}}}"
            })
    void strictDeniesTokensWithoutAppraisals(String claims) {
        assertDenied(strict, claims);
    }

    @ParameterizedTest
    @CsvSource({
        "affirming,none",
        "affirming,warning",
        "affirming,contraindicated",
        "affirming,Affirming",
        "snp,sample",
        "snp,sampledevice"
    })
    void strictDeniesWhatIsNotAsItShould(String right, String wrong) {
        assertDenied(strict, GOOD.replace(right, wrong));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "{\"registered\": true}",
                "{\"registered\": false, \"state\": \"active\"}",
                "{\"registered\": \"true\", \"state\": \"active\"}",
                "{\"Registered\": true, \"state\": \"active\"}",
                "{\"registered\": true, \"state\": \"revoked\"}",
                "{\"registered\": true, \"state\": \"expired\"}",
                "{\"registered\": true, \"state\": \"draft\"}",
                "{\"registered\": true, \"state\": \"ambiguous\"}",
                "{\"registered\": true, \"state\": \"Active\"}"
            })
    void strictBelievesTheRegistryOfNowAndNotTheToken(String initdata) {
        assertThat(strict.decide(question(GOOD, "resource", PATH, Map.of(), initdata)).isAllowed())
                .isFalse();
    }

    @Test
    void strictTakesSupersededInitdataWhileItIsInForce() {
        String grace = REGISTERED.replace("active", "superseded");
        String silent = GOOD.replace("initdata", "nothing");

        assertThat(strict.decide(question(silent, "resource", PATH, Map.of(), grace)).isAllowed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"restricted\": true, \"names\": [\"db\", \"web\"]} | true",
                "{\"restricted\": true, \"names\": [\"db\"]} | false",
                "{\"restricted\": true, \"names\": []} | false",
                "{\"names\": []} | false",
                "{} | false"
            })
    void strictKeepsToTheGrants(String grants, boolean allowed) {
        String web = REGISTERED.replace("}", ", \"name\": \"web\"}");

        assertThat(
                        strict.decide(question(GOOD, "resource", PATH, Map.of(), web, grants))
                                .isAllowed())
                .isEqualTo(allowed);
    }

    @Test
    void strictDeniesWhenOneDeviceIsNotAffirming() {
        String gpu =
                "\"gpu0\": {\"ear.status\": \"%s\", \"ear.veraison.annotated-evidence\": {\"%s\": {}}}, \"cpu0\"";
        assertDenied(strict, GOOD.replace("\"cpu0\"", gpu.formatted("warning", "nvidia")));
        assertDenied(strict, GOOD.replace("\"cpu0\"", gpu.formatted("affirming", "sampledevice")));
        assertAllowed(strict, GOOD.replace("\"cpu0\"", gpu.formatted("affirming", "nvidia")));
    }

    @Test
    void strictDeniesOtherPlugins() {
        assertThat(strict.decide(question(GOOD, "pkcs11", PATH, Map.of(), REGISTERED)))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void strictAllowsAffirmedHardwareWithRegisteredInitdata() {
        assertAllowed(strict, GOOD);
    }

    @Test
    void compatibleDeniesSampleAndOtherPlugins() throws Exception {
        assertDenied(compatible, SAMPLE.formatted("Alice", 1));
        assertThat(compatible.decide(question(GOOD, "pkcs11", PATH, Map.of(), REGISTERED)))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void compatibleAllowsHardwareHoweverAppraised() {
        assertAllowed(
                compatible, GOOD.replace("affirming", "contraindicated").replace("true", "false"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package policy",
                "package policy\nimport rego.v1\nallow if false",
                "package policy\nimport rego.v1\nallow := 1",
                "package policy\nimport rego.v1\nallow := \"true\"",
                "package policy\nimport rego.v1\nallow := [true]",
                "package policy\nimport rego.v1\nallow := null",
                "package policy\nimport rego.v1\nallow contains true",
                "package policy\nimport rego.v1\nallow if input.nothing.there",
                "package other\nimport rego.v1\nallow := true",
                "package policy\nimport rego.v1\nAllow := true",
                "package policy.deeper\nimport rego.v1\nallow := true",
                "package policy.allow\nimport rego.v1\nok := true"
            })
    void onlyTrueAllows(String policy) {
        set(strict, policy);
        assertThat(decide(strict, GOOD)).isInstanceOf(Decision.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow := true if input.submods\nallow := false if input.submods.cpu0",
                "allow if to_number(\"x\") == 1",
                "allow if {\n some i in numbers.range(1, 100000)\n some j in numbers.range(1, 100000)\n i * j == -1\n}"
            })
    void errorsAndLimitsAreFailures(String rules) {
        set(strict, "package policy\nimport rego.v1\n" + rules);
        assertThat(decide(strict, GOOD)).isInstanceOf(Decision.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "package policy\nallow {",
                "package policy\nallow if x",
                "allow = true",
                "\u0000"
            })
    void refusesTextThatDoesNotCompileAndKeepsTheOldPolicy(String text) {
        assertThat(strict.set(text)).isInstanceOf(PolicyUpload.Rejected.class);
        assertAllowed(strict, GOOD);
        assertThat(strict.text()).contains("Profile \"strict\"");
    }

    @Test
    void storedPolicyReplacesTheDefaultAtOnceAndForAllReplicas() {
        assertDenied(strict, "{}");
        set(compatible, "package policy\nallow = true");
        assertAllowed(strict, "{}");
        assertThat(strict.text()).isEqualTo("package policy\nallow = true");
        set(strict, "package policy\nimport rego.v1\ndefault allow = false");
        assertDenied(compatible, GOOD);
    }

    @Test
    void storedTextThatNoLongerCompilesFails() {
        store.put("kbs", "resource-policy", "no policy");
        assertThat(decide(strict, GOOD)).isInstanceOf(Decision.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Alice,my_repo/Alice/key,resource,true",
        "Alice,my_repo/Alice/key,another-plugin,false",
        "Bob,my_repo/Alice/key,resource,false"
    })
    void policyByProductReadsPathAndPlugin(
            String product, String path, String plugin, boolean allowed) throws Exception {
        String policy =
                """
                package policy


                # who may read what
                default allow = false
                path := data["resource-path"]
                allow if {
                  data.plugin == "resource"
                  count(path) == 3
                  input.submods.cpu0["ear.veraison.annotated-evidence"].sample.productId == path[1]
                }
                """;
        set(strict, policy);
        String claims = SAMPLE.formatted(product, 1);
        List<String> segments = List.of(path.split("/"));
        assertThat(
                        strict.decide(question(claims, plugin, segments, Map.of(), REGISTERED))
                                .isAllowed())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "myrepo/secret/secret2,2,resource,false",
        "myrepo/secret/secret1,1,resource,false",
        "myrepo/secret/secret2,3,resource,true",
        "myrepo/secret/secret1,2,resource,true",
        "myrepo/secret/secret3,9,resource,false",
        "other/secret/secret1,9,resource,false",
        "'',9,abc,false"
    })
    void policyByVersionComparesNumbers(String path, int svn, String plugin, boolean allowed)
            throws Exception {
        String policy =
                """
                package policy
                import rego.v1
                default allow := false
                least := {"secret1": 2, "secret2": 3}
                allow if {
                  data.plugin == "resource"
                  data["resource-path"][0] == "myrepo"
                  data["resource-path"][1] == "secret"
                  input.submods.cpu0["ear.veraison.annotated-evidence"].sample.svn >= least[data["resource-path"][2]]
                }
                """;
        set(strict, policy);
        String claims = SAMPLE.formatted("x", svn);
        List<String> segments = path.isEmpty() ? List.of() : List.of(path.split("/"));
        assertThat(
                        strict.decide(question(claims, plugin, segments, Map.of(), REGISTERED))
                                .isAllowed())
                .isEqualTo(allowed);
    }

    @Test
    void policySeesTheQuery() throws Exception {
        set(strict, "package policy\nimport rego.v1\nallow if data.query.k == \"v\"");
        assertThat(
                        strict.decide(
                                        question(
                                                "{}",
                                                "resource",
                                                PATH,
                                                Map.of("k", "v"),
                                                REGISTERED))
                                .isAllowed())
                .isTrue();
        assertThat(
                        strict.decide(
                                        question(
                                                "{}",
                                                "resource",
                                                PATH,
                                                Map.of("k", "w"),
                                                REGISTERED))
                                .isAllowed())
                .isFalse();
    }

    @Test
    void policyByInitdataClaims() {
        set(
                strict,
                """
                package policy
                import rego.v1
                ev := input.submods.cpu0["ear.veraison.annotated-evidence"]
                allow if ev.init_data_claims["cdh.toml"].image.extra_root_certificates[0] == "cert"
                allow if ev.init_data_claims.agent_policy_claims.containers[1].OCI.Process.Args[0] = "/opt/app"
                """);
        String claims =
                "{\"submods\":{\"cpu0\":{\"ear.veraison.annotated-evidence\":{\"init_data_claims\":%s}}}}";
        assertDenied(strict, claims.formatted("null"));
        assertAllowed(
                strict,
                claims.formatted(
                        "{\"cdh.toml\":{\"image\":{\"extra_root_certificates\":[\"cert\"]}}}"));
        assertAllowed(
                strict,
                claims.formatted(
                        "{\"agent_policy_claims\":{\"containers\":[{},{\"OCI\":{\"Process\":{\"Args\":[\"/opt/app\"]}}}]}}"));
    }

    private static void set(ResourcePolicy policy, String text) {
        assertThat(policy.set(text)).isInstanceOf(PolicyUpload.Stored.class);
    }

    private static ReleaseQuestion question(
            String claims,
            String plugin,
            List<String> path,
            Map<String, String> query,
            String initdata) {
        return question(claims, plugin, path, query, initdata, UNRESTRICTED);
    }

    private static ReleaseQuestion question(
            String claims,
            String plugin,
            List<String> path,
            Map<String, String> query,
            String initdata,
            String grants) {
        try {
            return new ReleaseQuestion(
                    JSON.readTree(claims),
                    plugin,
                    path,
                    query,
                    JSON.readTree(initdata),
                    JSON.readTree(grants));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Decision decide(ResourcePolicy policy, String claims) {
        return policy.decide(question(claims, "resource", PATH, Map.of(), REGISTERED));
    }

    private static void assertDenied(ResourcePolicy policy, String claims) {
        assertThat(decide(policy, claims)).isNotInstanceOf(Decision.Allow.class);
    }

    private static void assertAllowed(ResourcePolicy policy, String claims) {
        assertThat(decide(policy, claims)).isEqualTo(new Decision.Allow());
    }
}
