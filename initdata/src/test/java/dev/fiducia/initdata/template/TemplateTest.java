package dev.fiducia.initdata.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.agentpolicy.AgentPolicy;
import dev.fiducia.initdata.agentpolicy.AgentRequest;
import dev.fiducia.initdata.agentpolicy.OpennessReport;
import dev.fiducia.initdata.agentpolicy.PolicyExamination;
import dev.fiducia.initdata.agentpolicy.PolicyReading;
import dev.fiducia.initdata.config.AaConfig;
import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.LintOptions;
import dev.fiducia.initdata.lint.LintReport;
import dev.fiducia.initdata.lint.TestCertificate;
import dev.fiducia.initdata.lint.catalogue.Catalogue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

class TemplateTest {
    private static final String URL = "https://kbs.example.com:8080";

    private static String header(String type) {
        return "[parameters.x]\ntype = \"" + type + "\"\n";
    }

    private static String file(InitdataDocument document, String name) {
        return Objects.requireNonNull(document.data().get(name));
    }

    private static void assertRefused(TemplateException.Code code, String template, String value) {
        assertThatThrownBy(() -> Template.parse(template).render(Map.of("x", value)))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.getMessage()).doesNotContain("sEcReT");
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "unknown = 1",
                "algorithm = 3",
                "algorithm = \"md5\"",
                "algorithm = \"${x}\"",
                "algorithm = \"${x}\"\n[parameters.x]\ntype = \"name\"",
                "algorithm = \"${x}\"\n[parameters.x]\ntype = \"algorithm\"\noptional = true",
                "data = 3",
                "[data]\na.toml = \"x\"",
                "[data]\n\"a\" = 3",
                "[data]\n\"a\" = \"${x}\"",
                "[members]\nalgorithm = \"sha256\"",
                "[parameters]\nx = 3",
                "[parameters.X]\ntype = \"name\"",
                "[parameters.x]\ntype = \"file\"",
                "[parameters.x]\ntype = \"name\"\nsecret = true",
                "[parameters.x]\ntype = \"name\"\noptional = \"yes\"",
                "[parameters.x]\ntype = \"name\"\ndefault = \"a b\"",
                "[parameters.x]\ntype = \"text\"\n[data]\n\"a.toml\" = \"a = ${x}\"",
                "[parameters.x]\ntype = \"name\"\n[data]\n\"a.txt\" = \"a ${x}\"",
                "[parameters.x]\ntype = \"name\"\n[data]\n\"a.toml\" = \"a = ${X}\"",
                "[parameters.x]\ntype = \"name\"\n[data]\n\"a.toml\" = \"a = ${x\"",
            })
    void refusesMalformedTemplates(String template) {
        assertThatThrownBy(() -> Template.parse(template)).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "url, ftp://sEcReT",
        "url, https://user@host",
        "url, https://host/?q=1",
        "url, not an address",
        "certificates, sEcReT",
        "algorithm, sha-256",
        "algorithm, SHA256",
        "name, a b",
        "name, a/b",
        "name, 'a\"b'",
        "kbs-uri, kbs:///a/b",
        "kbs-uri, kbs:///a/b/c/d",
        "kbs-uri, kbs://host/a/b/c",
        "kbs-uri, kbs:///a/b/..%2f",
    })
    void refusesValuesOfAnotherType(String type, String value) {
        assertRefused(
                TemplateException.Code.INVALID_VALUE,
                header(type) + "[data]\n\"a.toml\" = 'a = ${x}'",
                value);
    }

    @Test
    void refusesUnknownAndMissingValues() {
        assertRefused(TemplateException.Code.UNKNOWN_PARAMETER, "[data]\n", "value");
        assertThatThrownBy(() -> DefaultTemplate.template().render(Map.of()))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e ->
                                assertThat(e.code())
                                        .isEqualTo(TemplateException.Code.MISSING_PARAMETER))
                .hasMessageContaining("kbs_url");
    }

    @Test
    void refusesDocumentThatWouldBeTooLarge() {
        assertRefused(
                TemplateException.Code.TOO_LARGE,
                header("text") + "[data]\n\"a\" = '${x}'",
                "x".repeat(InitdataDocument.MAX_SIZE));
    }

    @Test
    void writesOneTextForOneSetOfValues() throws TemplateException {
        String template =
                """
                algorithm = "sha384"
                [parameters.x]
                type = "name"
                [parameters.y]
                type = "name"
                optional = true
                [members]
                pod_name = "${x}"
                other = "${y}"
                [data]
                "aa.toml" = '''
                name = ${x}
                other = ${y}
                price = "$${x}"
                '''
                "policy.rego" = '''
                package agent_policy
                name := ${x}
                '''
                "absent" = "${y}"
                """;
        InitdataDocument document = Template.parse(template).render(Map.of("x", "pod-1"));
        assertThat(new String(document.raw(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        algorithm = "sha384"
                        version = "0.1.0"
                        "pod_name" = "pod-1"

                        [data]
                        "aa.toml" = '''
                        name = "pod-1"
                        price = "${x}"
                        '''

                        "policy.rego" = '''
                        package agent_policy
                        name := "pod-1"
                        '''
                        """);
    }

    @Test
    void defaultTemplateGivesDocumentThatTheLintAccepts() throws TemplateException {
        String ca = TestCertificate.server("kbs.example.com").pem();
        InitdataDocument document =
                DefaultTemplate.template()
                        .render(
                                Map.of(
                                        "kbs_url",
                                        URL,
                                        "kbs_ca",
                                        "text around\n" + ca + "and behind",
                                        "workload",
                                        "shop",
                                        "image_policy",
                                        "kbs:///default/security-policy/osc"));
        LintReport report =
                Catalogue.linter()
                        .lint(
                                document.raw(),
                                LintOptions.prod(InstantSource.fixed(TestCertificate.NOW)));
        assertThat(report.isAcceptable()).as("%s", report.findings()).isTrue();
        assertThat(
                        AaConfig.load(file(document, "aa.toml"))
                                .config()
                                .flatMap(AaConfig::kbs)
                                .flatMap(AaConfig.Kbs::cert)
                                .map(Located::value))
                .contains(ca.strip() + "\n");
        assertThat(document.otherMembers()).containsExactly("workload");
    }

    @Test
    void defaultPolicyKeepsTheHostOut() throws TemplateException {
        String policy =
                file(DefaultTemplate.template().render(Map.of("kbs_url", URL)), "policy.rego");
        OpennessReport report =
                AgentPolicy.read(policy) instanceof PolicyReading.Read(AgentPolicy read)
                                && read.examine()
                                        instanceof PolicyExamination.Examined(OpennessReport found)
                        ? found
                        : org.assertj.core.api.Assertions.fail("not loadable");
        assertThat(report.allowsAll()).isFalse();
        assertThat(report.allowsFailing()).isFalse();
        assertThat(report.isReplaceable()).isFalse();
        assertThat(report.unknown()).isEmpty();
        for (AgentRequest closed :
                new AgentRequest[] {
                    AgentRequest.EXEC_PROCESS,
                    AgentRequest.SET_POLICY,
                    AgentRequest.READ_STREAM,
                    AgentRequest.WRITE_STREAM
                }) {
            assertThat(report.isOpen(closed)).as("%s", closed).isFalse();
        }
        assertThat(report.isOpen(AgentRequest.CREATE_SANDBOX)).isTrue();
    }

    @Property(tries = 1000)
    void noValueSaysMoreThanItself(@ForAll @StringLength(max = 60) String value) {
        String template =
                """
                [parameters.x]
                type = "line"
                [parameters.y]
                type = "text"
                [data]
                "aa.toml" = 'a = ${x}'
                "policy.rego" = '${y}'
                """;
        Map<String, String> values = new HashMap<>();
        values.put("x", value);
        values.put("y", value);
        try {
            InitdataDocument document = Template.parse(template).render(values);
            assertThat(document.data()).containsOnlyKeys("aa.toml", "policy.rego");
            assertThat(document.data()).containsEntry("policy.rego", value);
            assertThat(file(document, "aa.toml").lines()).hasSize(1);
        } catch (TemplateException e) {
            assertThat(e.code())
                    .isIn(TemplateException.Code.INVALID_VALUE, TemplateException.Code.MALFORMED);
        }
    }

    @Property(tries = 1000)
    void anyTextIsATemplateOrRefused(@ForAll @StringLength(max = 200) String text) {
        try {
            assertThat(Template.parse(text).data()).isNotNull();
        } catch (TemplateException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
