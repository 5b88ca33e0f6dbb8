package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;

/// What the registry has to say when a secret is asked for, over real sockets: guests on simulated
/// hardware, started with documents that administrators register and revoke meanwhile.
class ReleaseTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "resource/default/web/key";
    private static final String CONTENT = "eight by";

    @TempDir private Path folder;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private SimulatedSnp processor;
    private Fiducia service;

    @BeforeEach
    void start() throws Exception {
        processor = SimulatedSnp.milan(Instant.now(), CRYPTO);
        Path roots = Files.writeString(folder.resolve("roots.pem"), processor.rootsPem());
        service =
                Fiducia.start(
                        FiduciaConfig.parse(
                                """
                                [http_server]
                                sockets = ["127.0.0.1:0"]
                                insecure_http = true
                                [admin]
                                authorization_mode = "InsecureAllowAll"
                                [store]
                                path = "%s"
                                [policy]
                                profile = "compatible"
                                [verifier.snp]
                                extra_roots = ["%s"]
                                """
                                        .formatted(folder.resolve("store"), roots),
                                "test"));
        assertThat(guest().post(SECRET, CONTENT).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aRevocationCountsFromTheNextRequestOn() throws Exception {
        String document = document("web");
        register("web", document);
        TestGuest guest = guest();
        guest.auth("snp");
        String token = TestGuest.token(guest.attestSnp(processor, hostData(document)));
        assertThat(guest.open(guest.get(SECRET))).asString().isEqualTo(CONTENT);

        admin("DELETE", "initdata/web", "", 200);

        assertDenied(guest.get(SECRET), "initdata-revoked");
        assertDenied(guest().getWithToken(SECRET, token), "initdata-revoked");
        assertDenied(started(document).get(SECRET), "initdata-revoked");
    }

    @Test
    void aPolicySeesWhatTheRegistrySaysNow() throws Exception {
        String document = document("web");
        TestGuest guest = started(document);
        policy("data.initdata.registered == true");
        assertDenied(guest.get(SECRET), "policy-deny");

        register("web", document);
        policy(
                """
                data.initdata == object.union(data.initdata, {
                	"registered": true, "state": "active", "name": "web",
                })
                """);

        assertThat(guest.open(guest.get(SECRET))).asString().isEqualTo(CONTENT);
    }

    @Test
    void whatNobodyRegisteredIsUnregistered() throws Exception {
        String document = document("web");
        register("web", document);
        TestGuest guest = started(document("other"));
        policy("data.initdata.state in {\"unregistered\"}");

        assertThat(guest.open(guest.get(SECRET))).asString().isEqualTo(CONTENT);
    }

    static String document(String mark) {
        return """
        algorithm = "sha256"
        version = "0.1.0"
        mark = "%s"

        [data]
        "aa.toml" = '''
        [token_configs]
        '''
        """
                .formatted(mark);
    }

    private TestGuest started(String document) throws Exception {
        TestGuest guest = guest();
        guest.auth("snp");
        assertThat(guest.attestSnp(processor, hostData(document)).statusCode()).isEqualTo(200);
        return guest;
    }

    private static byte[] hostData(String document) throws Exception {
        return InitdataDocument.parse(document.getBytes(StandardCharsets.UTF_8)).digest().fit(32);
    }

    private void register(String name, String document) throws Exception {
        admin("POST", "initdata?name=" + name, document, 201);
    }

    private void policy(String condition) throws Exception {
        String text =
                "package policy\nimport rego.v1\ndefault allow := false\nallow if {\n%s\n}\n"
                        .formatted(condition);
        String encoded =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
        assertThat(guest().post("resource-policy", "{\"policy\":\"" + encoded + "\"}").statusCode())
                .isEqualTo(200);
    }

    private JsonNode admin(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(base() + "/api/v1/" + path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static void assertDenied(HttpResponse<String> answer, String code) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(TestGuest.json(answer).path("type").asText()).endsWith("/PolicyDeny");
        assertThat(TestGuest.json(answer).path("code").asText()).isEqualTo(code);
    }

    private String base() {
        return "http://127.0.0.1:" + service.ports().getFirst();
    }

    private TestGuest guest() {
        return new TestGuest(http, base(), CRYPTO);
    }
}
