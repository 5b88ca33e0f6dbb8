package dev.fiducia.policy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class AllowedRegistriesTest {
    /// The sample of the documentation, with the quotes that YAML demands.
    private static final String SAMPLE =
            """
            imagePolicyConfig:
              allowedRegistriesForImport:
                - domainName: registry.access.redhat.com
                - domainName: "*.mydomain.com"
                  insecure: true
                - domainName: local.registry.corp:5000
            """;

    private static final String SHOWN =
            "\"local.registry.corp:5000\", \"*.mydomain.com:80\", \"registry.access.redhat.com:443\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    local.registry.corp/bar          | SECURE   | local.registry.corp
                    local.registry.corp/bar          | INSECURE | local.registry.corp
                    local.registry.corp:443/bar      | SECURE   | local.registry.corp:443
                    local.registry.corp:50000/bar    | SECURE   | local.registry.corp:50000
                    reg.mydomain.com/app:v1          | SECURE   | reg.mydomain.com
                    reg.mydomain.com:443/app:v1      | INSECURE | reg.mydomain.com:443
                    mydomain.com/app                 | INSECURE | mydomain.com
                    evil.com/reg.mydomain.com/app    | INSECURE | evil.com
                    reg.mydomain.com.evil.com/app    | INSECURE | reg.mydomain.com.evil.com
                    registry.access.redhat.com/a     | INSECURE | registry.access.redhat.com
                    registry.access.redhat.com:80/a  | SECURE   | registry.access.redhat.com:80
                    busybox                          | SECURE   | docker.io:443
                    busybox                          | INSECURE | docker.io:80
                    busybox                          | ANY      | docker.io
                    foo/bar                          | SECURE   | docker.io:443
                    index.docker.io/foo              | SECURE   | index.docker.io
                    """)
    void refusesWithTheDocumentedMessage(String image, Transport transport, String shown)
            throws Exception {
        assertThat(AllowedRegistries.parse(SAMPLE).refusal(ImageReference.parse(image), transport))
                .contains("registry \"" + shown + "\" not allowed by whitelist: " + SHOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    reg.mydomain.com/app:v1          | INSECURE
                    reg.mydomain.com/app:v1          | ANY
                    reg1.mydomain.com:80/foo         | SECURE
                    reg1.mydomain.com:80/foo         | INSECURE
                    a.b.mydomain.com:80/foo          | ANY
                    REG.MyDomain.com:80/foo          | SECURE
                    local.registry.corp:5000/bar     | SECURE
                    registry.access.redhat.com/a/b   | SECURE
                    registry.access.redhat.com:443/a | INSECURE
                    registry.access.redhat.com/a     | ANY
                    """)
    void allowsWhatTheSampleLists(String image, Transport transport) throws Exception {
        assertThat(AllowedRegistries.parse(SAMPLE).refusal(ImageReference.parse(image), transport))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *              | false | x.com:5000/a         | SECURE   | false
                    *              | false | x.com:80/a           | SECURE   | false
                    *              | false | x.com/a              | INSECURE | false
                    *              | false | x.com/a              | SECURE   | true
                    *              | false | busybox              | SECURE   | true
                    *              | true  | x.com/a              | SECURE   | false
                    *              | true  | x.com/a              | INSECURE | true
                    *:*            | false | x.com:5000/a         | SECURE   | true
                    *:*            | false | [::1]:5000/a         | INSECURE | true
                    *:50??         | false | x.com:500/a          | SECURE   | false
                    *:50??         | false | x.com:5000/a         | SECURE   | true
                    *:50??         | true  | x.com/a              | INSECURE | false
                    x?.com         | false | x.com/a              | SECURE   | false
                    x?.com         | false | xyz.com/a            | SECURE   | false
                    x?.com         | false | xy.com/a             | SECURE   | true
                    *.com          | false | x.com:443/a          | SECURE   | true
                    x*             | false | x.com:5000/a         | SECURE   | false
                    x*5000         | false | x.com:5000/a         | SECURE   | false
                    docker.io      | false | index.docker.io/a    | SECURE   | true
                    docker.io      | false | registry-1.docker.io:443/a | SECURE | true
                    docker.io:*    | false | registry-1.docker.io:5/a   | SECURE | true
                    docker.io      | false | mydocker.io/a        | SECURE   | false
                    index.docker.io | false | busybox             | SECURE   | false
                    index.docker.io | false | index.docker.io/a   | SECURE   | true
                    localhost      | false | localhost/a          | SECURE   | true
                    """)
    void wildcardsStayOnTheirSideOfTheColon(
            String rule, boolean insecure, String image, Transport transport, boolean allowed)
            throws Exception {
        AllowedRegistries registries =
                AllowedRegistries.of(List.of(RegistryRule.of(rule, insecure)));
        assertThat(registries.allows(ImageReference.parse(image), transport)).isEqualTo(allowed);
    }

    @Test
    void aDomainListedTwiceMatchesBothPorts() throws Exception {
        AllowedRegistries both =
                AllowedRegistries.of(
                        List.of(RegistryRule.of("x.com", true), RegistryRule.of("x.com", false)));
        assertThat(both.allows(ImageReference.parse("x.com/a"), Transport.INSECURE)).isTrue();
        assertThat(both.allows(ImageReference.parse("x.com/a"), Transport.SECURE)).isTrue();
        assertThat(both.allows(ImageReference.parse("x.com:81/a"), Transport.ANY)).isFalse();
    }

    @Test
    void showsAtMostFiveRulesAndNoneTwice() throws Exception {
        List<RegistryRule> rules = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            rules.add(RegistryRule.of("r" + i, false));
            rules.add(RegistryRule.of("r" + i, false));
        }
        ImageReference image = ImageReference.parse("x.com/a");
        assertThat(AllowedRegistries.of(rules).refusal(image, Transport.SECURE))
                .contains(
                        "registry \"x.com\" not allowed by whitelist: \"r5:443\", \"r4:443\","
                                + " \"r3:443\", \"r2:443\", \"r1:443\"");
        rules.add(RegistryRule.of("r6", true));
        assertThat(AllowedRegistries.of(rules).refusal(image, Transport.SECURE))
                .contains(
                        "registry \"x.com\" not allowed by whitelist: \"r6:80\", \"r5:443\","
                                + " \"r4:443\", \"r3:443\", and 2 more ...");
    }

    @Test
    void theIntegratedRegistryIsAllowedOfItself() throws Exception {
        ImageReference own = ImageReference.parse("172.30.1.1:5000/ns/app");
        AllowedRegistries without = AllowedRegistries.parse(SAMPLE);
        assertThat(without.allows(own, Transport.SECURE)).isFalse();
        AllowedRegistries with = without.withIntegrated("172.30.1.1:5000");
        assertThat(with.allows(own, Transport.SECURE)).isTrue();
        assertThat(with.refusal(ImageReference.parse("x.com/a"), Transport.SECURE))
                .contains(
                        "registry \"x.com\" not allowed by whitelist: \"172.30.1.1:5000\", "
                                + SHOWN);
        AllowedRegistries configured =
                AllowedRegistries.parse(SAMPLE + "  internalRegistryHostname: 172.30.1.1:5000\n");
        assertThat(configured.allows(own, Transport.SECURE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0:1:2:3      | failed to parse allowed registry "0:1:2:3": too many colons
                    [::1]:5000   | failed to parse allowed registry "[::1]:5000": too many colons
                    :5000        | failed to parse allowed registry ":5000": no host
                    host:        | failed to parse allowed registry "host:": no port after the colon
                    """)
    void refusesRulesThatAreNoHostAndPort(String rule, String message) {
        assertThatThrownBy(() -> RegistryRule.of(rule, false))
                .isInstanceOf(ImagePolicyException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "a string",
                "{",
                "imagePolicyConfig:",
                "imagePolicyConfig: []",
                "imagePolicyConfig: {allowedRegistriesForImport: }",
                "imagePolicyConfig: {allowedRegistryForImport: []}",
                "imagePolicyConfig: {allowedRegistriesForImport: {domainName: x}}",
                "imagePolicyConfig: {allowedRegistriesForImport: [x]}",
                "imagePolicyConfig: {allowedRegistriesForImport: [{domainName: 5}]}",
                "imagePolicyConfig: {allowedRegistriesForImport: [{insecure: true}]}",
                "imagePolicyConfig: {allowedRegistriesForImport: [{domainName: ''}]}",
                "imagePolicyConfig: {allowedRegistriesForImport: [{domainName: x, insecure: 1}]}",
                "imagePolicyConfig: {allowedRegistriesForImport: [{domainName: x, port: 1}]}",
                "imagePolicyConfig: {allowedRegistriesForImport: [{domainName: 'a:b:c'}]}",
                "imagePolicyConfig: {allowedRegistriesForImport: [{domainName: *.x.com}]}",
                "{imagePolicyConfig: {}, imagePolicyConfig: {}}",
                "imagepolicyconfig: {allowedRegistriesForImport: []}",
                "{kind: MasterConfig, imagepolicyconfig: {allowedRegistriesForImport: []}}",
                "{kind: MasterConfig, AllowedRegistriesForImport: []}",
                "{imagePolicyConfig: {}, allowedRegistriesForImport: []}",
                "kind: Pod",
            })
    void anUnreadableConfigurationAllowsNothing(String text) {
        assertThatThrownBy(() -> AllowedRegistries.parse(text))
                .isInstanceOf(ImagePolicyException.class);
    }

    @Test
    void theSampleAsPrintedLacksQuotesAndIsRefusedWithAHint() {
        assertThatThrownBy(() -> AllowedRegistries.parse(SAMPLE.replace("\"", "")))
                .isInstanceOf(ImagePolicyException.class)
                .hasMessageContaining("needs quotes");
    }

    @Test
    void aRuleThatCannotBeReadIsNamedByItsPlace() {
        assertThatThrownBy(() -> AllowedRegistries.parse(SAMPLE + "    - domainName: a:b:c\n"))
                .hasMessage(
                        "imagePolicyConfig.allowedRegistriesForImport[3].domainName:"
                                + " failed to parse allowed registry \"a:b:c\": too many colons");
    }

    @Test
    void withoutConfigurationEverythingIsAllowedAndByAnEmptyOneNothing() throws Exception {
        ImageReference image = ImageReference.parse("anything.example:1234/a");
        for (String absent : List.of("kind: MasterConfig", "imagePolicyConfig: {}")) {
            assertThat(AllowedRegistries.parse(absent).allows(image, Transport.SECURE)).isTrue();
        }
        AllowedRegistries none = AllowedRegistries.parse("allowedRegistriesForImport: []");
        assertThat(none.refusal(image, Transport.SECURE))
                .contains("registry \"anything.example:1234\" not allowed by empty whitelist");
    }

    @Test
    void jsonIsReadLikeYaml() throws Exception {
        AllowedRegistries registries =
                AllowedRegistries.parse(
                        "{\"allowedRegistriesForImport\":[{\"domainName\":\"*\",\"insecure\":true}]}");
        assertThat(registries.allows(ImageReference.parse("x.com/a"), Transport.INSECURE)).isTrue();
    }
}
