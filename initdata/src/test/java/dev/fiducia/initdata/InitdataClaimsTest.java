package dev.fiducia.initdata;

import static dev.fiducia.initdata.SampleDocument.withData;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

class InitdataClaimsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PACKAGE = "package agent_policy\n\n";

    @Test
    void theWorkedExample() {
        ObjectNode claims = InitdataClaims.of(SampleDocument.parsed("sha256"));

        assertThat(claims.at("/aa.toml/token_configs/kbs/url").asText())
                .isEqualTo("https://kbs.example.com:8080");
        assertThat(claims.at("/cdh.toml"))
                .isEqualTo(
                        json(
                                """
                                {"socket": "unix:///run/confidential-containers/cdh.sock", "credentials": [],
                                 "kbc": {"name": "cc_kbc", "url": "https://kbs.example.com:8080"},
                                 "image": {"image_security_policy_uri": "kbs:///default/security-policy/test"}}
                                """));
        assertThat(claims.at("/policy.rego").asText()).startsWith(PACKAGE);
        assertThat(claims.has("agent_policy_claims")).isFalse();
        assertThat(claims.has("algorithm")).isFalse();
    }

    @Test
    void configurationThatIsNotTomlStaysText() {
        ObjectNode claims =
                InitdataClaims.of(withData("\"cdh.toml\" = 'x = = 1'\n\"other.toml\" = 'x = 1'\n"));

        assertThat(claims)
                .isEqualTo(json("{\"cdh.toml\": \"x = = 1\", \"other.toml\": \"x = 1\"}"));
    }

    @Test
    void everyTomlValueHasAJsonForm() {
        ObjectNode claims =
                InitdataClaims.of(
                        withData(
                                """
                                "aa.toml" = '''
                                a = 1979-05-27T07:32:00Z
                                b = 1979-05-27T00:32:00.5-07:00
                                c = 1979-05-27T07:00:00
                                d = 1979-05-27
                                e = 07:30:00
                                f = [inf, -inf, nan, 1.5, 9223372036854775807, true]
                                g = {h = [[1], [{}]]}
                                '''
                                """));

        assertThat(claims.get("aa.toml"))
                .isEqualTo(
                        json(
                                """
                                {"a": "1979-05-27T07:32:00Z", "b": "1979-05-27T00:32:00.5-07:00",
                                 "c": "1979-05-27T07:00:00", "d": "1979-05-27", "e": "07:30:00",
                                 "f": ["inf", "-inf", "nan", 1.5, 9223372036854775807, true],
                                 "g": {"h": [[1], [{}]]}}
                                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_data := {\"a\": [1, 2.5, null, true, {\"b\": \"c\"}]}",
                "policy_data = {\"a\": [1, 2.5, null, true, {\"b\": \"c\"}]}",
                "policy_data:={\"a\": [1, 2.50, null, true, {\"b\": `c`}, ]}",
                "policy_data := {\n  # a comment inside\n \"a\": [1, 2.5, null, true, {\"b\": \"\\u0063\"}],\n}",
                "policy_data := {\"a\": [1, 2.5, null, true, {\"b\": \"c\"}]}\n\ndefault X := false\n# end }",
                "policy_data := {\"a\": [1, 2.5, null, true, {\"b\": \"c\"}]} if true",
            })
    void policyDataIsReadFromTheTree(String definition) {
        ObjectNode claims =
                claimsOfPolicy(PACKAGE + "import future.keywords.if\n" + definition + "\n");

        assertThat(claims)
                .usingComparator(
                        (a, b) -> a.toString().replace("2.50", "2.5").compareTo(b.toString()))
                .isEqualTo(
                        json(
                                "{\"agent_policy_claims\": {\"a\": [1, 2.5, null, true, {\"b\": \"c\"}]}}"));
    }

    @Test
    void aPolicyOfVersion1IsReadToo() {
        String policy = PACKAGE + "X if { input.y }\n\npolicy_data := {\"a\": 1}\n";

        assertThat(claimsOfPolicy(policy)).isEqualTo(json("{\"agent_policy_claims\": {\"a\": 1}}"));
    }

    @Test
    void numbersKeepTheirValue() {
        String policy =
                PACKAGE
                        + "policy_data := {\"n\": [-1, 123456789012345678901234567890, 1e3, -0.1]}\n";

        assertThat(claimsOfPolicy(policy).get("agent_policy_claims").toString())
                .isEqualTo("{\"n\":[-1,123456789012345678901234567890,1E+3,-0.1]}");
    }

    /// What a search of the text would believe.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "# policy_data := {\"containers\": []}",
                "x := \"policy_data := {\"\n# {\"containers\": []}",
                "x := `\npolicy_data := {\"containers\": []}\n`",
                "x := {\"policy_data := {\": 1}",
                "x { policy_data := {\"containers\": []}; policy_data }",
                "other_policy_data := {\"containers\": []}",
                "policy_data_ := {\"containers\": []}",
                "x := {\"y\": 1}\nx { y := {\"policy_data\": 1} }",
            })
    void decoysAreNotBelieved(String decoy) {
        assertNoPolicyClaims(PACKAGE + decoy + "\n");
    }

    @Test
    void aDecoyNextToTheDefinitionChangesNothing() {
        String policy =
                PACKAGE
                        + "policy_data = {\"real\": true}\n"
                        + "x := `policy_data := {\"real\": false}`\n"
                        + "# policy_data := {\"real\": false}";

        assertThat(claimsOfPolicy(policy))
                .isEqualTo(json("{\"agent_policy_claims\": {\"real\": true}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_data := {\"a\": 1}\npolicy_data := {\"a\": 2}",
                "policy_data := {\"a\": 1}\npolicy_data := {\"a\": 1}",
                "policy_data := {\"a\": 1}\npolicy_data = {\"a\": 2} { input.x }",
                "default policy_data := {\"a\": 1}",
                "default policy_data := {\"a\": 1}\npolicy_data := {\"a\": 2}",
                "policy_data := {\"a\": 1} { input.x }",
                "policy_data := {\"a\": 1} { false }",
                "policy_data := {\"a\": 1} { not true }",
                "policy_data := {\"a\": 1} { true } else := {\"a\": 2}",
                "policy_data[\"a\"] := 1",
                "policy_data.a := 1",
                "policy_data[\"a\"]",
                "policy_data := {\"a\": 1}\npolicy_data.b := 2",
                "policy_data(x) := {\"a\": 1}",
                "policy_data := {\"a\": input.x}",
                "policy_data := {\"a\": y}\ny := 1",
                "policy_data := {\"a\": {1, 2}}",
                "policy_data := {1: 2}",
                "policy_data := {\"a\": 1, \"a\": 2}",
                "policy_data := {\"a\": 1 + 1}",
                "policy_data := {\"a\": [x | x := 1]}",
                "policy_data := object.union({}, {})",
                "policy_data := {\"a\": 1e999999999}",
                "policy_data { true }",
                "policy_data := [1]",
                "policy_data := null",
                "import data.elsewhere.policy_data\npolicy_data := {\"a\": 1}",
                "import data.elsewhere as policy_data\npolicy_data := {\"a\": 1}",
                "policy_data := {\"a\": 1}}",
                "policy_data := {\"a\": 1",
                "policy_data := {\"a\" 1}",
            })
    void anythingButOneGroundDefinitionGivesNothing(String definition) {
        assertNoPolicyClaims(PACKAGE + definition + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package other\npolicy_data := {\"a\": 1}\n",
                "package agent_policy.sub\npolicy_data := {\"a\": 1}\n",
                "policy_data := {\"a\": 1}\n",
                "# package agent_policy\npolicy_data := {\"a\": 1}\n",
                "",
                "{\"policy_data := {\": 1}",
            })
    void otherPackagesGiveNothing(String policy) {
        assertNoPolicyClaims(policy);
    }

    @Test
    void nobodyStatesTheClaimsByHand() {
        ObjectNode claims =
                InitdataClaims.of(
                        withData(
                                "\"agent_policy_claims\" = '{\"containers\": []}'\n\"a\" = 'b'\n"));

        assertThat(claims).isEqualTo(json("{\"a\": \"b\"}"));
    }

    @Test
    void aStatementByHandDoesNotReplaceThePolicys() {
        String policy = "\"policy.rego\" = '''" + PACKAGE + "policy_data := {\"real\": 1}'''\n";
        String decoy = "\"agent_policy_claims\" = 'x'\n";

        assertThat(InitdataClaims.of(withData(policy + decoy)))
                .isEqualTo(json("{\"agent_policy_claims\": {\"real\": 1}}"));
        assertThat(InitdataClaims.of(withData(decoy + policy)))
                .isEqualTo(json("{\"agent_policy_claims\": {\"real\": 1}}"));
    }

    @Test
    void aDocumentGeneratedByGenpolicy() throws IOException, InitdataException {
        Path vector =
                Path.of(
                        System.getProperty("vectors", ""),
                        "attestation/initdata/init-data-with-policy.toml");
        Assumptions.assumeTrue(Files.exists(vector), "no shared vectors");
        InitdataDocument document = InitdataDocument.parse(Files.readAllBytes(vector));

        ObjectNode claims = InitdataClaims.of(document);

        String text = document.data().getOrDefault("policy.rego", "");
        String written =
                text.substring(text.indexOf("policy_data := {") + "policy_data := ".length());
        assertThat(claims.get("agent_policy_claims")).isEqualTo(json(written));
        assertThat(claims.has("policy.rego")).isFalse();
        assertThat(claims.at("/agent_policy_claims/containers/0/OCI/Process/Args").isArray())
                .isTrue();
    }

    private static void assertNoPolicyClaims(String policy) {
        ObjectNode claims = claimsOfPolicy(policy);

        assertThat(claims.has("agent_policy_claims")).isFalse();
        assertThat(claims.path("policy.rego").asText("absent")).isEqualTo(policy);
    }

    private static ObjectNode claimsOfPolicy(String policy) {
        return InitdataClaims.of(withData("\"policy.rego\" = '''\n" + policy + "'''\n"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
