package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The registry as administrators drive it, over a real socket. Every test has names of its own.
class RegistryApiTest {
    @TempDir private static Path folder;
    private static TestService service;

    @BeforeAll
    static void start() throws Exception {
        service =
                new TestService(
                        folder,
                        "strict",
                        "[initdata]\nservice_url = \"https://trustee.example.com\"\n");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /// One that lint has nothing of weight against but that it says too little.
    private static String document(String mark) {
        return """
        algorithm = "sha256"
        version = "0.1.0"
        mark = "%s"

        [data]
        "aa.toml" = '''
        [token_configs.kbs]
        url = "https://trustee.example.com"
        '''
        """
                .formatted(mark);
    }

    private static String refusedDocument(String mark) {
        return document(mark).replace("https:", "http:");
    }

    private static String digest(String document) throws Exception {
        return InitdataDocument.parse(document.getBytes(StandardCharsets.UTF_8)).digest().hex();
    }

    private static ApiAnswer call(String method, String path, String body, String... headers)
            throws Exception {
        return service.call(method, path, body, headers);
    }

    private static ApiAnswer get(String path) throws Exception {
        return call("GET", path, "");
    }

    private static ApiAnswer post(String path) throws Exception {
        return call("POST", path, "");
    }

    private static List<String> ids(JsonNode findings) {
        List<String> ids = new ArrayList<>();
        findings.forEach(finding -> ids.add(finding.path("id").asText()));
        return ids;
    }

    private static List<String> actions(String target) throws Exception {
        List<String> actions = new ArrayList<>();
        get("audit?target=" + target)
                .is(200)
                .json()
                .path("items")
                .forEach(event -> actions.add(event.path("action").asText()));
        return actions;
    }

    @Test
    void refusesWhatLintFindsErrorsIn() throws Exception {
        String document = refusedDocument("errors");
        ApiAnswer refused =
                call("POST", "initdata?name=errors", document).is(422, "initdata-refused");
        assertThat(ids(refused.json().path("findings"))).contains("NET101");
        get("initdata/errors").is(404, "initdata-unknown");
        call("POST", "initdata?name=errors&force=true", document)
                .is(422, "initdata-reason-missing");
        assertThat(actions("errors")).isEmpty();

        ApiAnswer forced =
                call("POST", "initdata?name=errors&force=true&reason=a%20trial", document).is(201);
        assertThat(ids(forced.json().path("findings"))).contains("NET101");
        assertThat(forced.json().path("registered_because").asText()).isEqualTo("a trial");
        JsonNode event = get("audit?target=errors").json().path("items").path(0);
        assertThat(event.at("/details/forced").asText()).contains("NET101");
        assertThat(event.at("/details/reason").asText()).isEqualTo("a trial");
        assertThat(get("initdata?finding=NET101").json().findValuesAsText("name"))
                .contains("errors");
    }

    @Test
    void judgesMoreMildlyWhereToldTo() throws Exception {
        call("POST", "initdata?name=mild&profile=dev", refusedDocument("mild")).is(201);
    }

    @Test
    void forceLetsNothingInThatGuestsRefuse() throws Exception {
        call("POST", "initdata?force=true&reason=x", "version = ").is(422, "initdata-syntax");
    }

    @Test
    void checksAndKeepsNothing() throws Exception {
        JsonNode bad = call("POST", "initdata:check", refusedDocument("check")).is(200).json();
        assertThat(bad.path("acceptable").asBoolean(true)).isFalse();
        assertThat(bad.at("/registration/code").asText()).isEqualTo("initdata-refused");
        assertThat(ids(bad.path("findings"))).contains("NET101");
        JsonNode unreadable = call("POST", "initdata:check", "version = ").is(200).json();
        assertThat(unreadable.path("acceptable").asBoolean(true)).isFalse();
        assertThat(ids(unreadable.path("findings"))).contains("ID001");

        JsonNode good = call("POST", "initdata:check?name=check", document("check")).is(200).json();
        assertThat(good.path("acceptable").asBoolean()).isTrue();
        assertThat(good.at("/registration/outcome").asText()).isEqualTo("created");
        assertThat(good.at("/document/digest").asText()).isEqualTo(digest(document("check")));
        get("initdata/check").is(404);
        assertThat(actions("check")).isEmpty();
    }

    @Test
    void knowsItsOwnUrl() throws Exception {
        JsonNode other =
                call(
                                "POST",
                                "initdata:check",
                                document("url").replace("trustee.example", "other.example"))
                        .json();
        assertThat(ids(other.path("findings"))).contains("NET105");
        JsonNode own = call("POST", "initdata:check", document("url")).json();
        assertThat(ids(own.path("findings"))).doesNotContain("NET105");
    }

    @Test
    void takesDocumentsInEveryForm() throws Exception {
        String document = document("forms");
        String annotation = InitdataAnnotation.encode(document.getBytes(StandardCharsets.UTF_8));
        String[] json = {"Content-Type", "application/json"};
        call("POST", "initdata", "{\"toml\":1}", json).is(400, "bad-body");
        call("POST", "initdata", "{\"toml\":\"\",\"annotation\":\"\"}", json).is(400, "bad-body");
        call("POST", "initdata", "[", json).is(400, "bad-body");

        call("POST", "initdata?name=forms", document).is(201);
        call("POST", "initdata", annotation).is(200);
        call("POST", "initdata", "{\"annotation\":\"" + annotation + "\"}", json).is(200);
        String toml = new JsonMapper().writeValueAsString(document);
        assertThat(
                        call("POST", "initdata", "{\"toml\":" + toml + "}", json)
                                .is(200)
                                .json()
                                .path("name")
                                .asText())
                .isEqualTo("forms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "activate=1",
                "platforms=amiga",
                "profile=strict",
                "labels=a",
                "labels=a=1,a=2",
                "notBefore=now",
                "notBefore=2026-01-02T00:00:00Z&notAfter=2026-01-01T00:00:00Z",
                "reason=",
                "other=1"
            })
    void guessesNoParameters(String query) throws Exception {
        call("POST", "initdata?" + query, document("parameters")).is(400, "bad-parameter");
    }

    @Test
    void leadsARevisionThroughItsStates() throws Exception {
        call("POST", "initdata?name=states&activate=false", document("states")).is(201);
        String value = digest(document("states"));
        String one = "initdata/states/revisions/1";
        assertThat(get(one).json().path("state").asText()).isEqualTo("draft");
        assertThat(references()).doesNotContain(value);
        post(one + ":supersede?grace=1h").is(409, "initdata-not-in-force");

        assertThat(post(one + ":activate?dryRun=true").is(200).json().path("dry_run").asBoolean())
                .isTrue();
        assertThat(references()).doesNotContain(value);
        post(one + ":activate").is(200);
        assertThat(references()).contains(value);

        post(one + ":supersede?grace=400d").is(400, "bad-parameter");
        post(one + ":supersede?grace=soon").is(400, "bad-parameter");
        JsonNode superseded = post(one + ":supersede?grace=1h").is(200).json();
        assertThat(superseded.path("state").asText()).isEqualTo("superseded");
        assertThat(superseded.path("in_force").asBoolean()).isTrue();
        assertThat(references()).contains(value);

        assertThat(post(one + ":expire").is(200).json().path("state").asText())
                .isEqualTo("expired");
        assertThat(references()).doesNotContain(value);

        call("POST", one + ":revoke", "{\"because\":\"x\"}").is(422);
        call("POST", one + ":revoke", "{\"reason\":\"a key leaked\"}").is(200);
        assertThat(get(one).json().path("changed_because").asText()).isEqualTo("a key leaked");
        post(one + ":activate").is(409, "initdata-revoked");
        post(one + ":activate?reinstate=true").is(409, "initdata-reason-missing");
        post(one + ":expire").is(409, "initdata-revoked");
        post(one + ":activate?reinstate=true&reason=it%20did%20not").is(200);
        assertThat(references()).contains(value);
        assertThat(actions("states"))
                .containsExactly(
                        "initdata.register",
                        "initdata.activate",
                        "initdata.supersede",
                        "initdata.expire",
                        "initdata.revoke",
                        "initdata.reinstate");
    }

    private static String references() throws Exception {
        return get("reference-values").is(200).response().body();
    }

    @Test
    void activatesNoDraftThatHasErrors() throws Exception {
        call("POST", "initdata?name=late&activate=false&profile=dev", refusedDocument("late"))
                .is(201);
        post("initdata/late/revisions/1:activate").is(422, "initdata-refused");
        assertThat(get("initdata/late").json().path("in_force").asBoolean(true)).isFalse();
        post("initdata/late/revisions/1:activate?profile=dev").is(200);
    }

    @Test
    void countsOnlyInItsTime() throws Exception {
        call("POST", "initdata?name=times&notBefore=2126-01-01T00:00:00Z", document("future"))
                .is(201);
        assertThat(get("initdata/times").json().path("state").asText()).isEqualTo("draft");
        assertThat(get("initdata/times").json().path("set_state").asText()).isEqualTo("active");
        call("POST", "initdata?name=times&notAfter=2020-01-01T00:00:00Z", document("past"))
                .is(422, "initdata-expired");
        call("POST", "initdata?name=times&notAfter=2126-01-01T00:00:00Z", document("present"))
                .is(201);
        assertThat(
                        get("initdata?name=times&expiringBefore=2127-01-01T00:00:00Z")
                                .json()
                                .findValuesAsText("revision"))
                .containsExactly("2");
    }

    @Test
    void changesOnlyTheVersionThatWasSeen() throws Exception {
        ApiAnswer created = call("POST", "initdata?name=tags", document("tags")).is(201);
        String tag = created.header("ETag");
        assertThat(get("initdata/tags").header("ETag")).isEqualTo(tag);
        String revoke = "initdata/tags/revisions/1:revoke";
        call("POST", revoke, "", "If-Match", "\"1\"").is(412, "initdata-changed");
        call("POST", revoke, "", "If-Match", "*").is(400, "bad-if-match");
        call("POST", revoke, "", "If-Match", "W/" + tag).is(400, "bad-if-match");
        assertThat(get("initdata/tags").json().path("state").asText()).isEqualTo("active");
        ApiAnswer revoked = call("POST", revoke, "", "If-Match", tag).is(200);
        assertThat(revoked.header("ETag")).isNotEqualTo(tag);
        call("POST", "initdata/tags/revisions/1:expire", "", "If-Match", tag)
                .is(412, "initdata-changed");
        call("POST", "initdata?name=tags", document("tags2"), "If-Match", tag)
                .is(412, "initdata-changed");
    }

    @Test
    void doesARequestWithAKeyOnce() throws Exception {
        String[] key = {"Idempotency-Key", "once-1"};
        call("POST", "initdata?name=once", document("once"), "Idempotency-Key", "no blank")
                .is(400, "bad-idempotency-key");
        call("POST", "initdata?name=once&dryRun=true", document("once"), key).is(200);
        ApiAnswer first = call("POST", "initdata?name=once", document("once"), key).is(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        ApiAnswer again = call("POST", "initdata?name=once", document("once"), key).is(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        call("POST", "initdata?name=other", document("once"), key)
                .is(422, "idempotency-key-reused");
        call("POST", "initdata?name=once", document("once2"), key)
                .is(422, "idempotency-key-reused");
        assertThat(actions("once")).containsExactly("initdata.register");
    }

    @Test
    void doesARequestWithAKeyOnceHoweverManySendItAtOnce() throws Exception {
        call("POST", "initdata?name=herd", document("herd")).is(201);
        List<Future<ApiAnswer>> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                answers.add(
                        pool.submit(() ->
                                call(
                                        "POST",
                                        "initdata/herd/revisions/1:supersede?grace=1h",
                                        "",
                                        "Idempotency-Key",
                                        "herd-1")));
            }
        }
        int done = 0;
        for (Future<ApiAnswer> answer : answers) {
            done += answer.get().is(200).header("Idempotency-Replayed").isEmpty() ? 1 : 0;
        }
        assertThat(done).isEqualTo(1);
        assertThat(actions("herd")).containsExactly("initdata.register", "initdata.supersede");
    }

    @Test
    void listsWhatFits() throws Exception {
        call(
                        "POST",
                        "initdata?name=list-a&labels=team=red,env=prod&platforms=tdx",
                        document("list-a"))
                .is(201);
        call("POST", "initdata?name=list-b&labels=team=blue&activate=false", document("list-b"))
                .is(201);
        for (String bad : List.of("state=gone", "tee=amiga", "expiringBefore=soon", "x=1")) {
            get("initdata?" + bad).is(400, "bad-parameter");
        }
        assertThat(names("label=team=red")).containsExactly("list-a");
        assertThat(names("label=team&state=draft")).containsExactly("list-b");
        assertThat(names("label=team&tee=tdx")).containsExactlyInAnyOrder("list-a", "list-b");
        assertThat(names("label=team&platform=snp")).containsExactly("list-b");
        assertThat(names("label=team=green")).isEmpty();
        assertThat(names("name=list-b")).containsExactly("list-b");
        assertThat(names("finding=NET101&label=team")).isEmpty();
    }

    private static List<String> names(String query) throws Exception {
        return get("initdata?" + query).is(200).json().path("items").findValuesAsText("name");
    }

    @ParameterizedTest
    @CsvSource({"raw", "annotation", "claims", "digests", "values"})
    void givesEveryPiece(String piece) throws Exception {
        String document = document("pieces");
        get("initdata/nothing/" + piece).is(404, "initdata-unknown");
        get("initdata/nothing/revisions/1/" + piece).is(404, "initdata-unknown");
        call("POST", "initdata?name=pieces", document);
        String byName = get("initdata/pieces/" + piece).is(200).response().body();
        assertThat(get("initdata/pieces/revisions/1/" + piece).is(200).response().body())
                .isEqualTo(byName);
        assertThat(byName)
                .contains(
                        switch (piece) {
                            case "raw" -> document;
                            case "annotation" ->
                                    InitdataAnnotation.encode(
                                            document.getBytes(StandardCharsets.UTF_8));
                            case "claims" -> "\"token_configs\":{\"kbs\":";
                            case "digests" -> "\"sha512\":";
                            default -> "vtpm.pcr08.sha256";
                        });
    }

    @Test
    void givesTheValuesOfAPlatform() throws Exception {
        call("POST", "initdata?name=values", document("values")).is(201);
        assertThat(
                        get("initdata/values/values?platform=snp")
                                .json()
                                .path("platform_values")
                                .findValuesAsText("name"))
                .containsExactly("snp.host_data");
        get("initdata/values/values?platform=amiga").is(400, "bad-parameter");
    }

    @Test
    void tellsWhatChangesBetweenRevisions() throws Exception {
        get("initdata/diffs/diff").is(404, "initdata-unknown");
        call("POST", "initdata?name=diffs", document("diffs")).is(201);
        call("POST", "initdata?name=diffs&profile=dev", refusedDocument("diffs")).is(201);
        get("initdata/diffs/diff?to=3").is(404, "initdata-unknown");
        JsonNode diff = get("initdata/diffs/diff").is(200).json();
        assertThat(diff.path("from").asInt()).isEqualTo(1);
        assertThat(diff.path("unified").asText())
                .contains("-url = \"https://trustee.example.com\"")
                .contains("+url = \"http://trustee.example.com\"");
        assertThat(ids(diff.path("findings"))).contains("NET101");
        assertThat(diff.path("keys").findValuesAsText("name"))
                .containsExactly("data.aa.toml.token_configs.kbs.url");
        assertThat(get("initdata/diffs/diff?from=2&to=1").json().path("resolved")).isNotEmpty();
        assertThat(get("initdata/diffs/revisions").json().path("items")).hasSize(2);
    }

    @Test
    void tracesValuesToDocuments() throws Exception {
        String document = document("lookup");
        InitdataDocument parsed = InitdataDocument.parse(document.getBytes(StandardCharsets.UTF_8));
        String pcr8 = parsed.platformValues().find("vtpm.pcr08.sha256").orElseThrow().value();
        get("lookup").is(400, "bad-parameter");
        get("lookup?pcr08=a&value=b").is(400, "bad-parameter");
        assertThat(get("lookup?pcr08=" + pcr8).is(200).json().path("matches").asBoolean())
                .isFalse();

        call("POST", "initdata?name=lookup", document).is(201);
        JsonNode found = get("lookup?pcr08=" + pcr8).is(200).json();
        assertThat(found.path("matches").asBoolean()).isTrue();
        assertThat(found.at("/explanations/0/revision/name").asText()).isEqualTo("lookup");
        assertThat(found.at("/explanations/0/revision/in_force").asBoolean()).isTrue();
        for (String query :
                List.of(
                        "digest=" + parsed.digest().hex(),
                        "hostData=" + parsed.digest().hex(),
                        "mrConfigId=" + parsed.digest().hex() + "0".repeat(32),
                        "value=" + pcr8.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(get("lookup?" + query).json().path("matches").asBoolean())
                    .as(query)
                    .isTrue();
        }
        String annotation = InitdataAnnotation.encode(parsed.raw());
        assertThat(
                        call("POST", "lookup", "{\"annotation\":\"" + annotation + "\"}")
                                .is(200)
                                .json()
                                .at("/explanations/0/revision/name")
                                .asText())
                .isEqualTo("lookup");

        JsonNode field = get("lookup?mrConfigId=" + pcr8 + "0".repeat(32)).json();
        assertThat(field.path("matches").asBoolean(true)).isFalse();
        JsonNode zeros = get("lookup?pcr08=" + "0".repeat(64)).json();
        assertThat(zeros.at("/explanations/0/deviations/0").asText()).isEqualTo("no-extend");
        String crlf = document.replace("\n", "\r\n");
        JsonNode broken = get("lookup?digest=" + digest(crlf)).json();
        assertThat(broken.path("matches").asBoolean(true)).isFalse();
        assertThat(broken.at("/explanations/0/deviations/0").asText()).isEqualTo("crlf");
        assertThat(broken.at("/explanations/0/revision/name").asText()).isEqualTo("lookup");
    }

    @Test
    void tellsWhoChangedWhatAndThatTheLogIsWhole() throws Exception {
        get("audit?since=yesterday").is(400, "bad-parameter");
        get("audit/verify?seq=1").is(400, "bad-parameter");
        get("audit/verify?seq=1&hash=x").is(400, "bad-parameter");
        call("POST", "initdata?name=log", document("log")).is(201);
        JsonNode verdict = get("audit/verify").is(200).json();
        assertThat(verdict.path("intact").asBoolean()).isTrue();
        String head =
                "seq=%s&hash=%s"
                        .formatted(
                                verdict.at("/head/seq").asText(),
                                verdict.at("/head/hash").asText());
        post("initdata/log:revoke").is(200);
        assertThat(get("audit/verify?" + head).json().path("intact").asBoolean()).isTrue();
        JsonNode other = get("audit/verify?seq=1&hash=" + "a".repeat(64)).json();
        assertThat(other.path("intact").asBoolean(true)).isFalse();
        assertThat(other.at("/problems/0/kind").asText()).isEqualTo("replaced");
        assertThat(get("audit?target=log&limit=1").json().path("items")).hasSize(1);
        assertThat(get("audit?target=log&since=2126-01-01T00:00:00Z").json().path("items"))
                .isEmpty();
        assertThat(get("audit?actor=nobody").json().path("items")).isEmpty();
    }
}
