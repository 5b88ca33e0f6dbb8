package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What administrators keep beside documents takes `If-Match`, `Idempotency-Key` and `dryRun` as
/// documents do.
class ConditionalChangesTest {
    private static final String POLICY =
            "package agent_policy\ndefault ExecProcessRequest := false\n";
    private static final String TEMPLATE =
            """
            apiVersion: templates.gatekeeper.sh/v1beta1
            kind: ConstraintTemplate
            metadata: {name: denyall}
            spec:
              crd: {spec: {names: {kind: DenyAll}}}
              targets:
              - target: initdata.trustee.local
                rego: |
                  package denyall
                  violation[{"msg": "MESSAGE"}] { input.review.name == "never" }
            """;

    @TempDir private Path folder;
    private TestService service;
    private String defaultTemplate = "";

    /// A thing that is made, changed and taken away: the calls for that, and the path where its tag
    /// is.
    record Kind(String name, Call make, Call change, Call remove, String show) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Kind> kinds() {
        return List.of(
                new Kind(
                        "grant",
                        new Call("POST", "initdata/web/grants", "{\"resource\":\"default/web/*\"}"),
                        new Call("POST", "grants/{id}:revoke", ""),
                        new Call("POST", "grants/{id}:forget", ""),
                        "grants/{id}"),
                new Kind(
                        "agent policy",
                        new Call("POST", "agent-policies?name=web", POLICY),
                        new Call("POST", "agent-policies/web:approve", ""),
                        new Call("POST", "agent-policies/web:revoke", ""),
                        "agent-policies/web"),
                new Kind(
                        "constraint template",
                        new Call("PUT", "constraint-templates/denyall", TEMPLATE),
                        new Call(
                                "PUT",
                                "constraint-templates/denyall",
                                TEMPLATE.replace("MESSAGE", "another")),
                        new Call("DELETE", "constraint-templates/denyall", ""),
                        "constraint-templates/denyall"),
                new Kind(
                        "registry rules",
                        new Call(
                                "PUT",
                                "registry-rules",
                                "allowedRegistriesForImport:\n- domainName: quay.io\n"),
                        new Call(
                                "PUT",
                                "registry-rules",
                                "allowedRegistriesForImport:\n- domainName: docker.io\n"),
                        new Call("DELETE", "registry-rules", ""),
                        "registry-rules"),
                new Kind(
                        "initdata template",
                        new Call("PUT", "templates/mine", ""),
                        new Call("PUT", "templates/mine", "# changed\n"),
                        new Call("DELETE", "templates/mine", ""),
                        "templates/mine"));
    }

    private record Call(String method, String path, String body) {}

    @BeforeEach
    void start() throws Exception {
        service = new TestService(folder, "strict");
        service.register("web", document("web"));
        defaultTemplate = service.call("GET", "templates/default", "").is(200).response().body();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private ApiAnswer send(Call call, String query, String id, String... headers) throws Exception {
        String path = call.path().replace("{id}", id);
        String body =
                path.startsWith("templates/") && call.method().equals("PUT")
                        ? call.body() + defaultTemplate
                        : call.body();
        String joined = query.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + query;
        return service.call(call.method(), path + joined, body, headers);
    }

    private String made(Kind kind) throws Exception {
        ApiAnswer answer = send(kind.make(), "", "");
        assertThat(answer.response().statusCode()).as(answer.response().body()).isIn(201, 204);
        return answer.response().body().isEmpty() ? "" : answer.json().path("id").asText();
    }

    private String tag(Kind kind, String id) throws Exception {
        return service.call("GET", kind.show().replace("{id}", id), "").is(200).header("ETag");
    }

    private int events() throws Exception {
        return service.admin("GET", "audit?limit=1000", "", 200).path("items").size();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isChangedOnlyAtTheVersionThatWasSeen(Kind kind) throws Exception {
        String id = made(kind);
        String seen = tag(kind, id);
        assertThat(seen).matches("\"[0-9]+\"");
        String other = seen.replaceFirst("\"", "\"9");
        int before = events();

        send(kind.change(), "", id, "If-Match", other).is(412, "changed-meanwhile");
        send(kind.change(), "", id, "If-Match", "*").is(400, "bad-if-match");
        assertThat(tag(kind, id)).isEqualTo(seen);
        assertThat(events()).isEqualTo(before);

        ApiAnswer changed = send(kind.change(), "", id, "If-Match", seen);
        assertThat(changed.response().statusCode()).isIn(200, 204);
        assertThat(changed.header("ETag")).isEqualTo(tag(kind, id)).isNotEqualTo(seen);
        send(kind.remove(), "", id, "If-Match", seen).is(412, "changed-meanwhile");
        assertThat(send(kind.remove(), "", id, "If-Match", tag(kind, id)).response().statusCode())
                .isIn(200, 204);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRequestWithAKeyIsDoneOnce(Kind kind) throws Exception {
        String id = made(kind);
        String[] key = {"Idempotency-Key", "key-1"};
        ApiAnswer first = send(kind.change(), "", id, key);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        int before = events();

        ApiAnswer again = send(kind.change(), "", id, key);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        send(kind.remove(), "", id, key).is(422, "idempotency-key-reused");
        assertThat(events()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRemovalWithAKeyIsDoneOnceThoughNothingIsLeft(Kind kind) throws Exception {
        String id = made(kind);
        send(kind.change(), "", id);
        String[] key = {"Idempotency-Key", "key-2"};
        ApiAnswer first = send(kind.remove(), "", id, key);
        ApiAnswer again = send(kind.remove(), "", id, key);

        assertThat(again.response().statusCode()).isEqualTo(first.response().statusCode());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.response().body()).isEqualTo(first.response().body());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aDryRunChangesNothing(Kind kind) throws Exception {
        int before = events();
        assertThat(send(kind.make(), "dryRun=true", "").response().statusCode()).isIn(200, 204);
        assertThat(events()).isEqualTo(before);
        String id = made(kind);
        String seen = tag(kind, id);

        assertThat(send(kind.change(), "dryRun=true", id).response().statusCode()).isIn(200, 204);
        send(kind.change(), "dryRun=true", id, "If-Match", seen.replaceFirst("\"", "\"9"))
                .is(412, "changed-meanwhile");
        assertThat(tag(kind, id)).isEqualTo(seen);
        assertThat(events()).isEqualTo(before + 1);
    }

    @Test
    void nothingIsMadeWhereAVersionWasExpected() throws Exception {
        service.call("PUT", "templates/new", defaultTemplate, "If-Match", "\"1\"")
                .is(412, "changed-meanwhile");
        service.call("GET", "templates/new", "").is(404);
    }

    @Test
    void manyAtOnceWithOneKeyMakeOneGrant() throws Exception {
        String body = "{\"resource\":\"default/many/*\"}";
        List<Future<ApiAnswer>> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 16; i++) {
                answers.add(
                        pool.submit(() ->
                                service.call(
                                        "POST",
                                        "initdata/web/grants",
                                        body,
                                        "Idempotency-Key",
                                        "many")));
            }
        }
        int created = 0;
        for (Future<ApiAnswer> answer : answers) {
            created += answer.get().response().statusCode() == 201 ? 1 : 0;
        }
        assertThat(created).isEqualTo(1);
    }
}
