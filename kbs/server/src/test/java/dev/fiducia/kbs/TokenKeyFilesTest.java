package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// The file of the token signing key is exchanged under a running service.
class TokenKeyFilesTest {
    private static final String SECRET = "resource/default/web/key";

    @TempDir private Path folder;

    /// Writes a new key.
    static void write(Path file) throws IOException {
        byte[] pkcs8 = TestService.CRYPTO.generateEc(EcCurve.P256).getPrivate().getEncoded();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8);
        Files.writeString(
                file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    private static List<String> published(TestService service) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create(service.base() + "/.well-known/jwks.json");
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            return new JsonMapper().readTree(answer.body()).findValuesAsText("kid");
        }
    }

    private static String signer(String token) throws IOException {
        byte[] header = Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]);
        return new JsonMapper().readTree(header).path("kid").asText();
    }

    @Test
    void theNewKeySignsAndTokensOfTheOneBeforeStayValid() throws Exception {
        Path key = folder.resolve("token-key.pem");
        write(key);
        String configured =
                """
                [attestation_service.attestation_token_broker.signer]
                key_path = "%s"
                """
                        .formatted(key);
        try (TestService service = new TestService(folder, "strict", configured)) {
            service.acceptHardware();
            service.guest().post(SECRET, "eight by");
            service.register("web", document("web"));
            String old = service.tokenOf(service.guest(), document("web"));
            assertThat(published(service)).containsExactly(signer(old));

            Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n");
            write(key);
            while (published(service).size() < 2) {
                Thread.sleep(100);
            }
            String young = service.tokenOf(service.guest(), document("web"));
            assertThat(published(service)).containsExactly(signer(old), signer(young));
            for (String token : List.of(old, young)) {
                assertThat(service.guest().getWithToken(SECRET, token).statusCode()).isEqualTo(200);
            }
            JsonNode listed = service.admin("GET", "token-keys", "", 200);
            assertThat(listed.path("configured").asBoolean()).isTrue();
            assertThat(listed.path("items").findValuesAsText("state"))
                    .containsExactly("previous", "current");
            service.admin("POST", "token-keys", "", 409);
            JsonNode told = service.admin("GET", "audit?kind=token-key.take-up", "", 200);
            assertThat(told.path("items").findValuesAsText("target"))
                    .containsExactly("token-key/" + signer(old), "token-key/" + signer(young));
        }
    }
}
