package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Rules of administrators on what may be registered: constraints, registries, images.
class RulesTest {
    private static final String TEMPLATE =
            """
            apiVersion: templates.gatekeeper.sh/v1beta1
            kind: ConstraintTemplate
            metadata: {name: initdatadenyopenrequests}
            spec:
              crd:
                spec:
                  names: {kind: InitdataDenyOpenRequests}
                  validation:
                    openAPIV3Schema:
                      properties: {requests: {type: array, items: {type: string}}}
              targets:
              - target: initdata.trustee.local
                rego: |
                  package initdatadeny
                  violation[{"msg": msg}] {
                    r := input.parameters.requests[_]
                    input.review.object.policy.openness[r] == "open"
                    msg := sprintf("request %v is open in initdata %v", [r, input.review.name])
                  }
            """;
    private static final String CONSTRAINT =
            """
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: InitdataDenyOpenRequests
            metadata: {name: no-stats}
            spec: {parameters: {requests: [StatsContainerRequest]}}
            """;
    private static final String ONE = "constraints/InitdataDenyOpenRequests/no-stats";
    private static final String ALL_TEMPLATES = "constraint-templates/initdatadenyopenrequests";
    private static final String OPEN =
            "package agent_policy\ndefault StatsContainerRequest := true\n";
    private static final String CLOSED =
            "package agent_policy\ndefault StatsContainerRequest := false\n";

    @TempDir private Path folder;
    private TestService service;

    @BeforeEach
    void start() throws Exception {
        service = new TestService(folder, "strict");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aConstraintKeepsDocumentsOut() throws Exception {
        service.admin("PUT", ALL_TEMPLATES, TEMPLATE, 201);
        service.admin("PUT", ONE, CONSTRAINT, 201);

        assertRefused("open", document("open", OPEN));
        service.admin("GET", "initdata/open", "", 404);
        register("closed", document("closed", CLOSED), 201);

        service.admin("DELETE", ONE, "", 204);
        register("open", document("open", OPEN), 201);
    }

    @Test
    void whatWarnsLetsDocumentsIn() throws Exception {
        service.admin("PUT", ALL_TEMPLATES, TEMPLATE, 201);
        for (String action : new String[] {"warn", "dryrun"}) {
            service.admin(
                    "PUT",
                    ONE,
                    CONSTRAINT.replace("spec: {", "spec: {enforcementAction: " + action + ", "),
                    action.equals("warn") ? 201 : 200);
            register(action, document(action, OPEN), 201);
        }
    }

    @Test
    void templatesAndConstraintsHaveGenerationsAndStatus() throws Exception {
        service.admin("PUT", ONE, CONSTRAINT, 422);
        service.admin("PUT", "constraint-templates/other", TEMPLATE, 422);
        service.admin("PUT", ALL_TEMPLATES, TEMPLATE.replace("violation[", "violations["), 422);
        service.admin("PUT", ALL_TEMPLATES + "?dryRun=true", TEMPLATE, 200);
        assertThat(service.admin("GET", "constraint-templates", "", 200).path("items")).isEmpty();

        JsonNode first = service.admin("PUT", ALL_TEMPLATES, TEMPLATE, 201);
        assertThat(first.at("/status/created").asBoolean()).isTrue();
        assertThat(first.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(first.at("/status/observedGeneration").asInt()).isEqualTo(1);
        service.admin("PUT", ALL_TEMPLATES, TEMPLATE, 200);
        JsonNode second =
                service.admin("PUT", ALL_TEMPLATES, TEMPLATE.replace("is open", "is wide"), 200);
        assertThat(second.at("/status/observedGeneration").asInt()).isEqualTo(2);

        service.admin("PUT", ONE, CONSTRAINT.replace("[StatsContainerRequest]", "7"), 422);
        service.admin("PUT", ONE, CONSTRAINT, 201);
        JsonNode status = service.admin("GET", ONE + "/status", "", 200);
        assertThat(status.path("created").asBoolean()).isTrue();
        assertThat(status.path("observedGeneration").asInt()).isEqualTo(1);
        service.admin("DELETE", ALL_TEMPLATES, "", 409);
        service.admin("GET", ONE, "", 200);
        service.admin("DELETE", ALL_TEMPLATES + "?cascade=true", "", 204);
        service.admin("GET", ONE, "", 404);
        service.admin("PUT", ONE, CONSTRAINT, 422);
    }

    @Test
    void anAuditFindsWhatIsInForceAlready() throws Exception {
        register("open", document("open", OPEN), 201);
        register("closed", document("closed", CLOSED), 201);
        register("gone", document("gone", OPEN), 201);
        service.admin("DELETE", "initdata/gone", "", 200);
        service.admin("GET", "audit-runs/last", "", 404);
        service.admin("PUT", ALL_TEMPLATES, TEMPLATE, 201);
        service.admin("PUT", ONE, CONSTRAINT, 201);

        JsonNode run = service.admin("POST", "audit-runs", "", 201);
        assertThat(run.path("revisions").asInt()).isEqualTo(2);
        assertThat(run.path("totalViolations").asInt()).isEqualTo(1);
        assertThat(run.at("/constraints/0/violations/0/name").asText()).isEqualTo("open");
        assertThat(run.at("/constraints/0/violations/0/message").asText())
                .isEqualTo("request StatsContainerRequest is open in initdata open");
        assertThat(service.admin("GET", "audit-runs/last", "", 200)).isEqualTo(run);
        JsonNode status = service.admin("GET", ONE + "/status", "", 200);
        assertThat(status.path("totalViolations").asInt()).isEqualTo(1);
        assertThat(status.path("auditTimestamp").asText()).isEqualTo(run.path("at").asText());
    }

    @Test
    void imagesMustComeFromAllowedRegistries() throws Exception {
        service.admin(
                "PUT",
                "registry-rules",
                """
                allowedRegistriesForImport:
                - domainName: registry.example.com
                - domainName: plain.example.com
                  insecure: true
                """,
                204);

        register("good", images("good", "", "registry.example.com/web:1"), 201);
        assertRefused("hub", images("hub", "", "nginx"));
        assertRefused("none", document("none", CLOSED));
        assertRefused("bare", document("bare"));
        String mirrored = registry("registry.example.com", "location = \"evil.example.com\"");
        assertRefused("mirrored", images("mirrored", mirrored, "registry.example.com/web:1"));
        assertRefused("secure", images("secure", "", "plain.example.com/web"));
        String plain = registry("plain.example.com", "insecure = true");
        register("plain", images("plain", plain, "plain.example.com/web"), 201);
        String open = registry("registry.example.com", "insecure = true");
        assertRefused("opened", images("opened", open, "registry.example.com/web:1"));

        service.admin("DELETE", "registry-rules", "", 204);
        register("hub", images("hub", "", "nginx"), 201);
        service.admin("PUT", "registry-rules", "allowedRegistriesForImport: []\n", 204);
        assertThat(audit("images"))
                .hasSize(3)
                .allSatisfy(found ->
                        assertThat(found.path("message").asText())
                                .contains("not allowed by empty whitelist"));
        service.admin("DELETE", "registry-rules", "", 204);
        service.admin("PUT", "registry-rules", "allowedRegistries: []\n", 422);
        service.admin("GET", "registry-rules", "", 404);
    }

    @Test
    void executionRulesDecideWhichImagesRun() throws Exception {
        service.admin(
                "PUT",
                "execution-rules",
                """
                apiVersion: v1
                kind: ImagePolicyConfig
                executionRules:
                - name: ours-only
                  matchRegistries: [registry.example.com]
                  onResources: [{resource: pods}]
                """,
                204);

        register("ours", images("ours", "", "registry.example.com/web:1"), 201);
        assertRefused("theirs", images("theirs", "", "other.io/web:1"));
        assertThat(audit("images")).isEmpty();
        service.admin("DELETE", "execution-rules", "", 204);
        register("theirs", images("theirs", "", "other.io/web:1"), 201);
        service.admin(
                "PUT",
                "execution-rules",
                """
                apiVersion: v1
                kind: ImagePolicyConfig
                executionRules:
                - {name: no-others, reject: true, matchRegistries: [other.io]}
                """,
                204);
        JsonNode found = audit("images");
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/rule").asText()).isEqualTo("IMG503");
        assertThat(found.at("/0/message").asText()).contains("rule-rejects").contains("no-others");
        service.admin("PUT", "execution-rules", "kind: Pod\n", 422);
    }

    private void assertRefused(String name, String document) throws Exception {
        assertThat(register(name, document, 422).path("code").asText())
                .isEqualTo("initdata-refused");
    }

    private JsonNode audit(String part) throws Exception {
        return service.admin("POST", "audit-runs", "", 201).path(part);
    }

    private JsonNode register(String name, String document, int status) throws Exception {
        return service.admin("POST", "initdata?name=" + name, document, status);
    }

    private static String registry(String prefix, String more) {
        return "[[image.registry_config.registry]]\nprefix = \"" + prefix + "\"\n" + more + "\n";
    }

    private static String images(String mark, String image, String... names) {
        StringBuilder containers = new StringBuilder();
        for (String name : names) {
            containers.append(
                    "{\"OCI\": {\"Annotations\": {\"io.kubernetes.cri.image-name\": \"%s\"}}},"
                            .formatted(name));
        }
        String policy = CLOSED + "policy_data := {\"containers\": [" + containers + "]}\n";
        String cdh =
                """
                [kbc]
                name = "cc_kbc"
                url = "https://kbs.example.com"
                [image]
                image_security_policy_uri = "kbs:///default/security-policy/test"
                """
                        + image;
        return document(mark, policy) + "\"cdh.toml\" = '''\n" + cdh + "'''\n";
    }
}
