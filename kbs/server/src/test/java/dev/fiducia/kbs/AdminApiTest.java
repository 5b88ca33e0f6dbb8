package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.kbs.admin.GeneratedAdminKey;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// The administrators' endpoints over a real socket.
class AdminApiTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DOCUMENT =
            """
            algorithm = "sha256"
            version = "0.1.0"

            [data]
            "aa.toml" = '''
            [token_configs]
            '''
            """;

    @TempDir private Path folder;
    private Fiducia service;
    private HttpClient client;
    private String token;

    private record Answer(int status, String type, JsonNode json, String text) {}

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("store");
        service =
                Fiducia.start(
                        FiduciaConfig.parse(
                                """
                                [http_server]
                                sockets = ["127.0.0.1:0"]
                                insecure_http = true
                                [store]
                                path = "%s"
                                [initdata]
                                max_document_kib = 64
                                """
                                        .formatted(store),
                                "test.toml"));
        client = HttpClient.newHttpClient();
        token = Files.readString(GeneratedAdminKey.tokenFile(store.resolve("admin")));
    }

    @AfterEach
    void stop() {
        client.close();
        service.close();
    }

    private Answer call(String method, String path, String body) throws Exception {
        return call(method, path, body, "Bearer " + token);
    }

    private Answer call(String method, String path, String body, String authorization)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + service.ports().getFirst() + path);
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", authorization)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(
                response.statusCode(),
                type,
                type.contains("json") && !response.body().isEmpty()
                        ? JSON.readTree(response.body())
                        : JSON.missingNode(),
                response.body());
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void kbsError(Answer answer, String type, String detail) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("type").asText())
                .isEqualTo("https://github.com/confidential-containers/kbs/errors/" + type);
        assertThat(answer.json().path("detail").asText()).contains(detail);
    }

    private static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("detail").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/initdata",
                "POST /api/v1/initdata",
                "GET /api/v1/initdata/x",
                "GET /api/v1/initdata/x/raw",
                "DELETE /api/v1/initdata/x",
                "GET /api/v1/policies",
                "GET /api/v1/policies/default_cpu",
                "GET /api/v1/reference-values",
                "GET /api/v1/reference-values:export",
                "POST /api/v1/reference-values:import",
            })
    void asksForATokenOnTheApi(String call) throws Exception {
        String[] parts = call.split(" ", -1);
        problem(call(parts[0], parts[1], "", "Bearer x.y.z"), 401, "admin-token-malformed");
        problem(call(parts[0], parts[1], "", "Basic eDp5"), 401, "admin-token-missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST resource-policy",
                "GET resource-policy",
                "POST attestation-policy",
                "POST reference-value",
                "GET reference-value",
            })
    void deniesTheBuiltInEndpointsInTrusteesWords(String call) throws Exception {
        String[] parts = call.split(" ", -1);
        kbsError(
                call(parts[0], "/kbs/v0/" + parts[1], "", "Bearer x.y.z"),
                "AdminAuthAccess",
                "admin access denied for endpoint "
                        + parts[1]
                        + ": Admin access denied: Cannot verify token with any of the issuers");
    }

    @Test
    void refusesUnreadablePolicies() throws Exception {
        for (String body :
                List.of(
                        "",
                        "{",
                        "[]",
                        "{}",
                        "{\"policy\":1}",
                        "{\"policy\":\"cGFja2Fn!\"}",
                        "{\"policy\":\"YQ==\"}",
                        "{\"policy\":\"_w\"}",
                        "{\"policy\":\"YQ\",\"policy\":\"YQ\"}")) {
            kbsError(
                    call("POST", "/kbs/v0/resource-policy", body),
                    "ParsePolicyError",
                    "Failed to parse policy: ");
            kbsError(
                    call("POST", "/kbs/v0/attestation-policy", body),
                    "AttestationError",
                    "Attestation error: Set Attestation Policy failed");
        }
        String noRego =
                "{\"policy_id\":\"default_cpu\",\"policy\":\"" + base64Url("no rego") + "\"}";
        kbsError(
                call("POST", "/kbs/v0/resource-policy", noRego),
                "PolicyEngineError",
                "Policy engine error: ");
        kbsError(
                call("POST", "/kbs/v0/attestation-policy", noRego),
                "AttestationError",
                "Set Attestation Policy failed");
        kbsError(
                call("POST", "/kbs/v0/attestation-policy", "{\"policy\":\"YQ\"}"),
                "AttestationError",
                "policy_id");
    }

    @Test
    void setsAndTellsPolicies() throws Exception {
        String rego = "package policy\nallow = true\n";
        String body = "{\"policy\":\"" + base64Url(rego) + "\",\"unknown\":1}";
        Answer set = call("POST", "/kbs/v0/resource-policy", body);
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.text()).isEmpty();
        Answer ids = call("GET", "/kbs/v0/resource-policy", "");
        assertThat(ids.text()).isEqualTo("[\"resource-policy\"]");
        assertThat(call("GET", "/api/v1/policies/resource-policy", "").json().path("text").asText())
                .isEqualTo(rego);
        String cpu =
                "{\"type\":\"rego\",\"policy_id\":\"default_cpu\",\"policy\":\""
                        + base64Url("package policy\nexecutables := 3\n")
                        + "\"}";
        assertThat(call("POST", "/kbs/v0/attestation-policy", cpu).status()).isEqualTo(200);
        assertThat(call("GET", "/api/v1/policies", "").json().path("policies"))
                .anySatisfy(p -> assertThat(p.path("id").asText()).isEqualTo("default_cpu"));
        problem(call("GET", "/api/v1/policies/none", ""), 404, "policy-unknown");
    }

    @Test
    void registersAndTellsReferenceValues() throws Exception {
        String payload =
                Base64.getEncoder()
                        .encodeToString(
                                "{\"svn\":[\"1\"],\"rvps:///a/b:c\":7}"
                                        .getBytes(StandardCharsets.UTF_8));
        Answer set =
                call(
                        "POST",
                        "/kbs/v0/reference-value",
                        "{\"version\":\"0.1.0\",\"type\":\"sample\",\"payload\":\""
                                + payload
                                + "\"}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.type()).isEqualTo("application/json");
        assertThat(set.text()).isEmpty();
        assertThat(call("GET", "/kbs/v0/reference-value/svn", "").text()).isEqualTo("[\"1\"]");
        kbsError(
                call("GET", "/kbs/v0/reference-value/none", ""),
                "RvpsError",
                "RVPS configuration failed: Failed to get reference_values: ");
        kbsError(call("POST", "/kbs/v0/reference-value", "{"), "RvpsError", "RVPS configuration");
        assertThat(call("GET", "/api/v1/reference-values", "").json().path("reference_values"))
                .anySatisfy(v -> assertThat(v.path("source").asText()).isEqualTo("kbs-api"));
    }

    @Test
    void refusesDocumentsThatGuestsWouldRefuse() throws Exception {
        String api = "/api/v1/initdata";
        problem(call("POST", api, ""), 422, "initdata-missing-member");
        problem(call("POST", api, "version = "), 422, "initdata-syntax");
        problem(
                call("POST", api, DOCUMENT.replace("sha256", "sha-256")),
                422,
                "initdata-unsupported-algorithm");
        Answer bare = call("POST", api, "AAAA");
        assertThat(bare.status()).isEqualTo(422);
    }

    @Test
    void refusesBadParameters() throws Exception {
        String api = "/api/v1/initdata";
        problem(call("POST", api + "?name=Not%20A%20Name", DOCUMENT), 400, "initdata-bad-name");
        problem(call("POST", api + "?dryRun=1", DOCUMENT), 400, "bad-parameter");
        problem(call("POST", api + "?dryRun", DOCUMENT), 400, "bad-parameter");
        problem(call("POST", api + "?dry-run=true", DOCUMENT), 400, "bad-parameter");
        problem(call("DELETE", api + "/unknown?dryRun=yes", ""), 400, "bad-parameter");
        assertThat(call("GET", api, "").json().path("items")).isEmpty();
        problem(call("GET", api + "?limit=0", ""), 400, "bad-limit");
        problem(call("GET", api + "?limit=x", ""), 400, "bad-limit");
        problem(call("GET", api + "/unknown", ""), 404, "initdata-unknown");
        problem(call("DELETE", api + "/unknown", ""), 404, "initdata-unknown");
        problem(
                call("POST", api, DOCUMENT + "# " + "x".repeat(65 * 1024)),
                422,
                "initdata-document-too-large");
    }

    @Test
    void registersShowsAndRevokesADocument() throws Exception {
        String api = "/api/v1/initdata";
        Answer trial = call("POST", api + "?dryRun=true", DOCUMENT);
        assertThat(trial.status()).isEqualTo(200);
        assertThat(call("GET", api, "").json().path("items")).isEmpty();

        Answer created = call("POST", api + "?name=demo", DOCUMENT);
        assertThat(created.status()).isEqualTo(201);
        JsonNode view = created.json();
        String digest = view.path("digest").asText();
        assertThat(view.path("state").asText()).isEqualTo("active");
        assertThat(view.path("platform_values"))
                .anySatisfy(v -> {
                    assertThat(v.path("name").asText()).isEqualTo("snp.host_data");
                    assertThat(v.path("value").asText()).isEqualTo(digest);
                });
        assertThat(InitdataAnnotation.decode(view.path("annotation").asText()).raw())
                .isEqualTo(DOCUMENT.getBytes(StandardCharsets.UTF_8));

        Answer again = call("POST", api, view.path("annotation").asText() + "\n");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("name").asText()).isEqualTo("demo");

        assertThat(call("GET", "/kbs/v0/reference-value/init_data", "").text()).contains(digest);
        assertThat(call("GET", api + "/demo/raw", "").text()).isEqualTo(DOCUMENT);
        assertThat(call("GET", api + "/sha256:" + digest, "").json().path("name").asText())
                .isEqualTo("demo");
        assertThat(call("GET", api, "").json().path("items")).hasSize(1);

        Answer revoked = call("DELETE", api + "/" + digest, "");
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(revoked.json().path("state").asText()).isEqualTo("revoked");
        kbsError(call("GET", "/kbs/v0/reference-value/init_data", ""), "RvpsError", "No reference");
        problem(call("POST", api, DOCUMENT), 409, "initdata-revoked");
        problem(call("POST", api + "?reinstate=true", DOCUMENT), 409, "initdata-reason-missing");
        Answer reinstated = call("POST", api + "?reinstate=true&reason=mistaken", DOCUMENT);
        assertThat(reinstated.status()).isEqualTo(200);
        assertThat(reinstated.json().path("revision").asInt()).isEqualTo(1);
    }

    @Test
    void pagesItsList() throws Exception {
        for (int i = 0; i < 5; i++) {
            call("POST", "/api/v1/initdata", DOCUMENT + "# " + i + "\n");
        }
        Answer first = call("GET", "/api/v1/initdata?limit=3", "");
        assertThat(first.json().path("items")).hasSize(3);
        String next = first.json().path("next").asText();
        Answer second = call("GET", "/api/v1/initdata?limit=3&after=" + next, "");
        assertThat(second.json().path("items")).hasSize(2);
        assertThat(second.json().has("next")).isFalse();
    }

    @Test
    void refusesFilesThatAreNotWhollyReferenceValues() throws Exception {
        String file = "[{\"name\": \"a\", \"value\": [1]}, {\"name\": \"b\"}]";
        assertThat(call("POST", "/api/v1/reference-values:import", file).status()).isEqualTo(422);
        assertThat(call("GET", "/kbs/v0/reference-value/a", "").status()).isEqualTo(401);
        assertThat(call("POST", "/api/v1/reference-values:import?x=y", "[]").status())
                .isEqualTo(400);
        assertThat(call("GET", "/api/v1/reference-values:export?format=x", "").status())
                .isEqualTo(400);
    }

    @Test
    void importsWhatItExports() throws Exception {
        String digest = "0".repeat(63) + "1";
        String measured =
                "{\"measurements\": {\"sha256\": {\"pcr09\": \"0x%s\"}}}".formatted(digest);
        Answer imported = call("POST", "/api/v1/reference-values:import?tee=snp", measured);
        assertThat(imported.json().path("registered").path(0).asText()).isEqualTo("snp_pcr09");
        String map = call("GET", "/api/v1/reference-values:export?format=hash-value", "").text();
        assertThat(map).contains("kind: ConfigMap", digest);
        assertThat(call("POST", "/api/v1/reference-values:import", map).status()).isEqualTo(200);
        assertThat(call("GET", "/kbs/v0/reference-value/snp_pcr09", "").text())
                .isEqualTo("[\"" + digest + "\"]");
    }
}
