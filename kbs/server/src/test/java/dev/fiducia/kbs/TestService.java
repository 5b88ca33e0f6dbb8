package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.kbs.config.FiduciaConfig;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;

/// A service on real sockets with a processor of its own: guests on it are started with documents
/// that administrators register, grant and revoke meanwhile.
final class TestService implements AutoCloseable {
    static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANYONE = "[admin]\nauthorization_mode = \"InsecureAllowAll\"\n";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SimulatedSnp processor;
    private final Fiducia service;

    TestService(Path folder, String profile) throws Exception {
        this(folder, profile, "");
    }

    /// @param more further tables of the configuration
    TestService(Path folder, String profile, String more) throws Exception {
        this(
                folder,
                profile,
                "path = \"" + folder.resolve("store") + "\"",
                SimulatedSnp.milan(Instant.now(), CRYPTO),
                more);
    }

    /// @param store what stands in `[store]`
    /// @param processor the machine of this service's guests
    TestService(Path folder, String profile, String store, SimulatedSnp processor)
            throws Exception {
        this(folder, profile, store, processor, "");
    }

    private TestService(
            Path folder, String profile, String store, SimulatedSnp processor, String more)
            throws Exception {
        this.processor = processor;
        Path roots = Files.writeString(folder.resolve("roots.pem"), processor.rootsPem());
        service =
                Fiducia.start(
                        FiduciaConfig.parse(
                                """
                                [http_server]
                                sockets = ["127.0.0.1:0"]
                                insecure_http = true
                                [store]
                                %s
                                [policy]
                                profile = "%s"
                                [verifier.snp]
                                extra_roots = ["%s"]
                                """
                                                .formatted(store, profile, roots)
                                        + (more.contains("[admin]") ? "" : ANYONE)
                                        + more,
                                "test"));
    }

    /// A document that differs from those with other marks.
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

    /// The same with an agent policy.
    static String document(String mark, String policy) {
        return document(mark) + "\"policy.rego\" = '''\n" + policy + "'''\n";
    }

    /// One that the service knows nothing of.
    static SimulatedSnp foreignProcessor() {
        return SimulatedSnp.milan(Instant.now(), CRYPTO);
    }

    TestGuest guest() {
        return new TestGuest(http, base(), CRYPTO);
    }

    /// A guest that attested, on hardware that was started with this document.
    TestGuest started(String document) throws Exception {
        TestGuest guest = guest();
        tokenOf(guest, document);
        return guest;
    }

    /// The token of a guest that attests now.
    String tokenOf(TestGuest guest, String document) throws Exception {
        guest.auth("snp");
        return attested(guest, document);
    }

    /// The token of a guest that has its challenge, from this service or another.
    String attested(TestGuest guest, String document) throws Exception {
        HttpResponse<String> answer = attest(guest, document);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestGuest.token(answer);
    }

    /// What a guest is answered that attests now.
    HttpResponse<String> attest(TestGuest guest, String document) throws Exception {
        byte[] digest =
                InitdataDocument.parse(document.getBytes(StandardCharsets.UTF_8)).digest().fit(32);
        return guest.attestSnp(processor, digest);
    }

    /// Accepts the processor's firmware and what its guests boot.
    void acceptHardware() throws Exception {
        String evidence = "/submods/cpu0/ear.veraison.annotated-evidence/snp/";
        JsonNode claims = claims(tokenOf(guest(), document("reference")));
        var values = JsonNodeFactory.instance.objectNode();
        values.putArray("snp_launch_measurement").add(claims.at(evidence + "measurement"));
        values.putArray("snp_bootloader").add(claims.at(evidence + "reported_tcb_bootloader"));
        values.putArray("snp_microcode").add(claims.at(evidence + "reported_tcb_microcode"));
        values.putArray("snp_snp_svn").add(claims.at(evidence + "reported_tcb_snp"));
        values.putArray("snp_tee_svn").add(claims.at(evidence + "reported_tcb_tee"));
        String message =
                "{\"version\":\"0.1.0\",\"type\":\"sample\",\"payload\":\"%s\"}"
                        .formatted(
                                Base64.getEncoder()
                                        .encodeToString(
                                                values.toString()
                                                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(guest().post("reference-value", message).statusCode()).isEqualTo(200);
    }

    static JsonNode claims(String token) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    void register(String name, String document) throws Exception {
        admin("POST", "initdata?name=" + name, document, 201);
    }

    /// Sets a resource policy that allows where a condition holds.
    void policy(String condition) throws Exception {
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

    /// Calls our own API below `/api/v1/`, and expects a status.
    JsonNode admin(String method, String path, String body, int status) throws Exception {
        return call(method, path, body).is(status).json();
    }

    /// The same with header fields, names and values in turn.
    ApiAnswer call(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base() + "/api/v1/" + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new ApiAnswer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    /// What a scraper of metrics gets.
    String metrics() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + "/metrics")).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    static void assertDenied(HttpResponse<String> answer, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(TestGuest.json(answer).path("type").asText()).endsWith("/PolicyDeny");
        assertThat(TestGuest.json(answer).path("code").asText()).isEqualTo(code);
    }

    String base() {
        return "http://127.0.0.1:" + service.ports().getFirst();
    }

    @Override
    public void close() {
        http.close();
        service.close();
    }
}
