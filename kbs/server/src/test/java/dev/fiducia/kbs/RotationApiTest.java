package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.admin.GeneratedAdminKey;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.tls.ServerCertificate;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// Templates, pinned certificates, successors and manifests over a real socket.
class RotationApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private Fiducia service;
    private String token = "";

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("store");
        service = Fiducia.start(config(store));
        token = Files.readString(GeneratedAdminKey.tokenFile(store.resolve("admin")));
    }

    @AfterEach
    void stop() {
        client.close();
        service.close();
    }

    private static FiduciaConfig config(Path store) throws Exception {
        return FiduciaConfig.parse(
                """
                [http_server]
                sockets = ["127.0.0.1:0"]
                insecure_http = true
                [store]
                path = "%s"
                """
                        .formatted(store),
                "test.toml");
    }

    /// A certificate as a service makes it for itself.
    private String certificate(String name) throws Exception {
        FiduciaConfig config = config(folder.resolve(name));
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        return ServerCertificate.loadOrCreate(
                        config.httpServer(), config.store(), crypto, InstantSource.system())
                .chainPem();
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + service.ports().getFirst() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String rendered(String ca) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("parameters").put("kbs_url", "https://kbs.example.com").put("kbs_ca", ca);
        HttpResponse<String> answer = call("POST", "/api/v1/initdata:render", body.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("toml").asText();
    }

    private void register(String toml) throws Exception {
        assertThat(call("POST", "/api/v1/initdata?name=shop&profile=dev", toml))
                .satisfies(
                        answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"unknown\": 1}",
                "{\"template\": \"none\"}",
                "{\"parameters\": {}}",
                "{\"parameters\": {\"kbs_url\": 3}}",
                "{\"parameters\": {\"kbs_url\": \"https://x\", \"nothing\": \"x\"}}",
            })
    void refusesToRenderWithoutGoodParameters(String body) throws Exception {
        assertThat(call("POST", "/api/v1/initdata:render", body).statusCode()).isIn(404, 422);
    }

    @Test
    void refusesTemplatesThatAreNone() throws Exception {
        assertThat(call("PUT", "/api/v1/templates/own", "[data").statusCode()).isEqualTo(422);
        assertThat(call("PUT", "/api/v1/templates/OWN", "[data]").statusCode()).isEqualTo(422);
        assertThat(call("GET", "/api/v1/templates/own", "").statusCode()).isEqualTo(404);
        assertThat(call("DELETE", "/api/v1/templates/own", "").statusCode()).isEqualTo(404);
    }

    @Test
    void keepsTemplatesAndGivesBackTheBuiltInOne() throws Exception {
        String own = "[data]\n\"aa.toml\" = \"a = 1\"\n";
        assertThat(call("PUT", "/api/v1/templates/default", own).statusCode()).isEqualTo(204);
        assertThat(call("GET", "/api/v1/templates/default", "").body()).isEqualTo(own);
        assertThat(call("DELETE", "/api/v1/templates/default", "").statusCode()).isEqualTo(204);
        assertThat(call("GET", "/api/v1/templates/default", "").body()).contains("kbs_url");
        assertThat(call("GET", "/api/v1/templates", "").body()).contains("default");
    }

    @Test
    void tellsWhichCertificatesEndAndRendersTheSuccessor() throws Exception {
        String old = certificate("old");
        register(rendered(old));
        assertThat(
                        JSON.readTree(call("GET", "/api/v1/certificates?days=0", "").body())
                                .path("items"))
                .isEmpty();
        JsonNode ending =
                JSON.readTree(call("GET", "/api/v1/certificates?days=99999", "").body())
                        .path("items");
        assertThat(ending).hasSize(1);
        assertThat(ending.path(0).path("pinned_by").findValuesAsText("path"))
                .containsExactly("aa.toml token_configs.kbs.cert", "cdh.toml kbc.kbs_cert");

        ObjectNode body = JSON.createObjectNode();
        body.put("certificate", "00").put("by", certificate("new"));
        String succeed = "/api/v1/initdata/shop/revisions/1:succeed";
        assertThat(call("POST", succeed, body.toString()).statusCode()).isEqualTo(422);
        body.put("certificate", ending.path(0).path("sha256").asText());
        HttpResponse<String> successor = call("POST", succeed, body.toString());
        assertThat(successor.statusCode()).as(successor.body()).isEqualTo(200);
        register(JSON.readTree(successor.body()).path("toml").asText());
        assertThat(call("GET", "/api/v1/initdata/shop/revisions/2", "").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod-annotation",
                "peer-pods-cm",
                "kustomize",
                "rvps-configmap",
                "rvps-message",
                "kbs-resource-policy",
            })
    void givesManifests(String kind) throws Exception {
        register(rendered(certificate("old")));
        String path = "/api/v1/initdata/shop/revisions/1/manifests?kind=" + kind;
        HttpResponse<String> answer = call("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isNotBlank();
    }

    @Test
    void refusesManifestsThatThereAreNot() throws Exception {
        register(rendered(certificate("old")));
        String path = "/api/v1/initdata/shop/revisions/";
        assertThat(call("GET", path + "1/manifests?kind=other", "").statusCode()).isEqualTo(400);
        assertThat(call("GET", path + "2/manifests", "").statusCode()).isEqualTo(404);
    }
}
