package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.kbs.admin.GeneratedAdminKey;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/// The webhook as an API server calls it: over TLS, trusting the service's certificate alone.
class AdmissionTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VALIDATE = "/webhook/v1/pods/validate";
    private static final String MUTATE = "/webhook/v1/pods/mutate";
    private static final String DOCUMENT =
            """
            algorithm = "sha256"
            version = "0.1.0"

            [data]
            "policy.rego" = '''
            package agent_policy
            default ExecProcessRequest := false
            '''
            """;
    private static final String ANNOTATION =
            InitdataAnnotation.encode(DOCUMENT.getBytes(StandardCharsets.UTF_8));

    @TempDir private Path folder;
    private @Nullable HttpClient client;
    private @Nullable Fiducia service;
    private String token = "";

    private void start(String admission) throws Exception {
        Path store = folder.resolve("store");
        service =
                Fiducia.start(
                        FiduciaConfig.parse(
                                """
                                [http_server]
                                sockets = ["127.0.0.1:0"]
                                [store]
                                path = "%s"
                                [admission]
                                %s
                                """
                                        .formatted(store, admission),
                                "test.toml"));
        client =
                TlsClient.trusting(store.resolve("tls/certificate.pem"), HttpClient.Version.HTTP_2);
        token = Files.readString(GeneratedAdminKey.tokenFile(store.resolve("admin")));
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (service != null) {
            service.close();
        }
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        URI uri =
                URI.create(
                        "https://127.0.0.1:"
                                + Objects.requireNonNull(service).ports().getFirst()
                                + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (path.startsWith("/api/")) {
            request.header("Authorization", "Bearer " + token);
        }
        return Objects.requireNonNull(client)
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void register() throws Exception {
        // A draft of a document: the lint has its own tests.
        HttpResponse<String> answer =
                call("POST", "/api/v1/initdata?name=shop&force=true&reason=test", DOCUMENT);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private JsonNode review(String path, String pod) throws Exception {
        ObjectNode review = JSON.createObjectNode();
        review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        ObjectNode request = review.putObject("request");
        request.put("uid", "705ab4f5").put("operation", "CREATE");
        request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
        request.set("object", JSON.readTree(pod));
        HttpResponse<String> answer = call("POST", path, review.toString());
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
        assertThat(json.path("response").path("uid").asText()).isEqualTo("705ab4f5");
        return json.path("response");
    }

    private static String pod(String metadata) {
        return """
        {"metadata": %s, "spec": {"runtimeClassName": "kata-remote",
         "containers": [{"name": "a", "image": "quay.io/a"}]}}
        """
                .formatted(metadata);
    }

    private static String annotated(String annotation) {
        return pod(
                "{\"annotations\": {\"%s\": \"%s\"}}"
                        .formatted(InitdataAnnotation.KEY, annotation));
    }

    private void assertDenied(String pod, String reason) throws Exception {
        JsonNode response = review(VALIDATE, pod);
        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.path("status").path("message").asText()).contains(reason);
    }

    @Test
    void isServedToNobodyWhoDoesNotTrustItsCertificate() throws Exception {
        start("enabled = true");
        int port = Objects.requireNonNull(service).ports().getFirst();
        try (HttpClient stranger = HttpClient.newHttpClient()) {
            for (String scheme : new String[] {"https", "http"}) {
                HttpRequest request =
                        HttpRequest.newBuilder(
                                        URI.create(scheme + "://127.0.0.1:" + port + VALIDATE))
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build();
                assertThatThrownBy(
                                () -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void isNotThereUnlessItIsSwitchedOn() throws Exception {
        start("enabled = false");
        assertThat(call("POST", VALIDATE, "{}").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"apiVersion\": \"admission.k8s.io/v2\", \"kind\": \"AdmissionReview\"}",
                "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\"}",
                "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\","
                        + " \"request\": {\"uid\": \"u\", \"operation\": \"DELETE\"}}",
                "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\","
                        + " \"request\": {\"uid\": \"u\", \"operation\": \"CREATE\","
                        + " \"kind\": {\"kind\": \"Secret\"}, \"object\": {}}}",
            })
    void leavesWhatIsNoReviewOfAPodToTheFailurePolicy(String body) throws Exception {
        start("enabled = true");
        assertThat(call("POST", VALIDATE, body).statusCode()).isEqualTo(400);
        assertThat(call("POST", MUTATE, body).statusCode()).isEqualTo(400);
    }

    @Test
    void deniesPodsThatWouldGetNoSecrets() throws Exception {
        start("enabled = true");
        assertDenied(pod("{}"), "has no initdata");
        assertDenied(annotated("not base64"), "can't be used");
        assertDenied(annotated(ANNOTATION), "is not registered");
        register();
        assertThat(review(VALIDATE, annotated(ANNOTATION)).path("allowed").asBoolean()).isTrue();
        assertThat(call("DELETE", "/api/v1/initdata/shop", "").statusCode()).isEqualTo(200);
        assertDenied(annotated(ANNOTATION), "revoked");
    }

    @Test
    void deniesInitdataOfAnotherNameThanTheLabelSays() throws Exception {
        start("enabled = true");
        register();
        String labelled =
                pod(
                        "{\"labels\": {\"fiducia.dev/initdata\": \"bank\"}, \"annotations\": {\"%s\": \"%s\"}}"
                                .formatted(InitdataAnnotation.KEY, ANNOTATION));
        assertDenied(labelled, "names other initdata");
    }

    @Test
    void deniesPoliciesThatNobodyRegistered() throws Exception {
        start("enabled = true\npolicy_match = [\"exact\", \"equivalent\"]");
        register();
        assertDenied(annotated(ANNOTATION), "match is none");
    }

    @Test
    void warnsWhereItIsToldTo() throws Exception {
        start("enabled = true\nmode = \"warn\"");
        JsonNode response = review(VALIDATE, pod("{}"));
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("warnings").path(0).asText()).contains("has no initdata");
    }

    @Test
    void warnsOfPoliciesThatNothingMeasures() throws Exception {
        start("enabled = true");
        register();
        String pod =
                pod(
                        "{\"annotations\": {\"%s\": \"%s\", \"io.katacontainers.config.agent.policy\": \"x\"}}"
                                .formatted(InitdataAnnotation.KEY, ANNOTATION));
        JsonNode response = review(VALIDATE, pod);
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("warnings").toString()).contains("measured by nothing");
    }

    @Test
    void leavesOtherRuntimeClassesAlone() throws Exception {
        start("enabled = true");
        String plain = "{\"metadata\": {}, \"spec\": {\"containers\": []}}";
        assertThat(review(VALIDATE, plain).path("allowed").asBoolean()).isTrue();
        assertThat(review(MUTATE, plain).has("patch")).isFalse();
    }

    @Test
    void deniesLabelsThatNameNothingInForce() throws Exception {
        start("enabled = true");
        JsonNode response =
                review(MUTATE, pod("{\"labels\": {\"fiducia.dev/initdata\": \"shop\"}}"));
        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.path("status").path("message").asText()).contains("no revision");
    }

    @Test
    void givesPodsTheAnnotationThatTheirLabelNames() throws Exception {
        start("enabled = true");
        register();
        JsonNode response =
                review(MUTATE, pod("{\"labels\": {\"fiducia.dev/initdata\": \"shop\"}}"));
        assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
        JsonNode patch = JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText()));
        assertThat(patch.path(0).path("path").asText()).isEqualTo("/metadata/annotations");
        JsonNode annotation = patch.path(1);
        assertThat(annotation.path("path").asText())
                .isEqualTo("/metadata/annotations/" + InitdataAnnotation.KEY);
        assertThat(
                        review(VALIDATE, annotated(annotation.path("value").asText()))
                                .path("allowed")
                                .asBoolean())
                .isTrue();
    }
}
