package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the audit log says of decisions.
class AuditApiTest {
    private static final String SECRET = "resource/default/web/key";
    private static final String TARGET = "default/web/key";
    private static final String CONTENT = "eight by";

    @TempDir private static Path folder;
    private static TestService service;

    @BeforeAll
    static void start() throws Exception {
        service = new TestService(folder, "strict");
        service.acceptHardware();
        service.guest().post(SECRET, CONTENT);
        service.register("web", document("web"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static List<JsonNode> list(String query) throws Exception {
        List<JsonNode> items = new ArrayList<>();
        service.admin("GET", "audit" + query, "", 200).path("items").forEach(items::add);
        return items;
    }

    private static JsonNode decision(String id) throws Exception {
        return service.admin("GET", "audit/decisions/" + id, "", 200);
    }

    private static String decisionOf(HttpResponse<String> denied) throws Exception {
        JsonNode body = TestGuest.json(denied);
        assertThat(body.path("type").asText()).isNotEmpty();
        assertThat(body.path("detail").asText()).isNotEmpty();
        return body.path("decision-id").asText();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void aReleaseIsOnRecordWithTheAttestationThatLedToIt() throws Exception {
        TestGuest guest = service.started(document("web"));
        assertThat(guest.open(guest.get(SECRET))).asString().isEqualTo(CONTENT);

        JsonNode release =
                list("?kind=resource.release&outcome=released&target=" + TARGET).getLast();
        JsonNode details = release.path("details");
        assertThat(details.path("tee").asText()).isEqualTo("snp");
        assertThat(details.path("name").asText()).isEqualTo("web");
        assertThat(details.path("initdata").asText()).startsWith("sha256:");
        assertThat(details.path("policy").asText()).isEqualTo("resource-policy");
        assertThat(details.path("policy-digest").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(details.has("client")).isFalse();

        List<JsonNode> ofGuest = list("?actor=" + encoded(release.path("actor").asText()));
        assertThat(ofGuest)
                .extracting(event -> event.path("action").asText())
                .containsExactly("attestation.accept", "resource.release");
        assertThat(ofGuest.getFirst().at("/details/status").asText()).contains("cpu0=affirming");
        assertThat(decision(release.path("id").asText())).isEqualTo(release);
        assertThat(list("?decision=" + release.path("id").asText())).containsExactly(release);
    }

    @Test
    void whoWasDeniedCanAskWhy() throws Exception {
        TestGuest stranger = service.started(document("stranger"));
        JsonNode denial = decision(decisionOf(stranger.get(SECRET)));
        assertThat(denial.path("action").asText()).isEqualTo("resource.deny");
        assertThat(denial.at("/details/code").asText()).isEqualTo("policy-deny");
        assertThat(denial.at("/details/initdata-state").asText()).isEqualTo("unregistered");
        assertThat(denial.at("/details/reason").asText()).isNotEmpty();

        JsonNode missing =
                decision(decisionOf(service.started(document("web")).get("resource/a/b/c")));
        assertThat(missing.at("/details/code").asText()).isEqualTo("resource-not-found");
        JsonNode nobody = decision(decisionOf(service.guest().get(SECRET)));
        assertThat(nobody.at("/details/code").asText()).isEqualTo("token-not-found");
        assertThat(nobody.path("actor").asText()).isEqualTo("guest");
        service.admin("GET", "audit/decisions/01ARZ3NDEKTSV4RRFFQ69G5FAV", "", 404);
    }

    @Test
    void aRefusedAttestationIsOnRecordAndItsRepetitionNamesTheSameDecision() throws Exception {
        TestGuest guest = service.guest();
        guest.auth("snp");
        byte[] hostData = new byte[32];
        HttpResponse<String> first = guest.attestSnp(TestService.foreignProcessor(), hostData);
        assertThat(first.statusCode()).isEqualTo(401);
        JsonNode refusal = decision(decisionOf(first));
        assertThat(refusal.path("action").asText()).isEqualTo("attestation.refuse");
        assertThat(refusal.at("/details/outcome").asText()).isEqualTo("refused");
        assertThat(refusal.path("actor").asText()).startsWith("tee-key:");
        HttpResponse<String> again = guest.attestSnp(TestService.foreignProcessor(), hostData);
        assertThat(decisionOf(again)).isEqualTo(refusal.path("id").asText());
    }

    @Test
    void whatAdministratorsDoIsOnRecord() throws Exception {
        assertThat(list("?kind=resource.write&target=" + TARGET)).hasSize(1);
        assertThat(list("?kind=reference-value")).hasSize(1);
        assertThat(list("?kind=initdata.register&target=web")).isNotEmpty();
    }

    @Test
    void nothingSecretIsOnRecord() throws Exception {
        TestGuest guest = service.guest();
        String token = service.tokenOf(guest, document("web"));
        assertThat(guest.open(guest.get(SECRET))).asString().isEqualTo(CONTENT);
        String all = service.call("GET", "audit?limit=1000", "").is(200).json().toString();
        assertThat(all)
                .doesNotContain(CONTENT)
                .doesNotContain(token)
                .doesNotContain(token.substring(token.lastIndexOf('.') + 1))
                .doesNotContain("kbs-session-id")
                .doesNotContain(guest.teeKey.get("x").textValue());
    }

    @Test
    void aFloodOfStrangersIsCountedAndKeepsNothingElseFromTheRecord() throws Exception {
        String last = "";
        for (int at = 0; at < 80; at++) {
            last = decisionOf(service.guest().get(SECRET));
        }
        assertThat(last).hasSize(26);
        TestGuest guest = service.started(document("web"));
        assertThat(guest.open(guest.get(SECRET))).asString().isEqualTo(CONTENT);
        assertThat(list("?kind=resource.deny&actor=guest&limit=1000")).hasSizeLessThan(80);
        assertThat(list("?kind=resource.release&limit=1000")).isNotEmpty();
    }

    @Test
    void aCheckpointThatWasKeptIsExtendedByTheLog() throws Exception {
        JsonNode made = service.admin("POST", "audit/checkpoint", "", 201);
        assertThat(service.admin("GET", "audit/checkpoint", "", 200)).isEqualTo(made);
        service.started(document("web"));
        String kept = "{\"checkpoint\":\"%s\"}".formatted(made.path("checkpoint").asText());
        JsonNode verdict = service.admin("POST", "audit/verify", kept, 200);
        assertThat(verdict.path("intact").asBoolean()).as(verdict.toString()).isTrue();
        assertThat(verdict.path("chains").asInt()).isPositive();
        service.admin("POST", "audit/verify", kept.replace("ey", "fy"), 422);
        service.admin("POST", "audit/verify", "{\"checkpoint\":\"a.b.c\"}", 422);
        assertThat(service.admin("GET", "audit/verify", "", 200).path("intact").asBoolean())
                .isTrue();
    }

    @Test
    void pagesLeadThroughTheWholeLog() throws Exception {
        List<String> hashes = new ArrayList<>();
        String next = "";
        do {
            JsonNode page =
                    service.admin(
                            "GET",
                            "audit?limit=3" + (next.isEmpty() ? "" : "&after=" + next),
                            "",
                            200);
            page.path("items").forEach(event -> hashes.add(event.path("hash").asText()));
            next = page.path("next").asText();
        } while (!next.isEmpty());
        assertThat(hashes).doesNotHaveDuplicates().hasSizeGreaterThan(5);
        service.admin("GET", "audit?after=x", "", 400);
        service.admin("GET", "audit?colour=red", "", 400);
    }
}
