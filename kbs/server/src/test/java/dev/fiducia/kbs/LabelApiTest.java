package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// Other labels for a revision.
class LabelApiTest {
    @TempDir private static Path folder;
    private static TestService service;

    @BeforeAll
    static void start() throws Exception {
        service = new TestService(folder, "strict");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"labels\": []}",
                "{\"labels\": {\"a\": 1}}",
                "{\"labels\": {\"a b\": \"c\"}}",
                "{\"labels\": {\"a\": \"b=c\"}}",
                "{\"labels\": {\"\": \"\"}}",
                "{\"labels\": {}, \"state\": \"active\"}"
            })
    void refusesWhatAreNoLabels(String body) throws Exception {
        if (service.call("GET", "initdata/bad", "").response().statusCode() == 404) {
            service.register("bad", document("bad"));
        }
        assertThat(
                        service.call("PUT", "initdata/bad/revisions/1/labels", body)
                                .response()
                                .statusCode())
                .isIn(400, 422);
    }

    @Test
    void areChangedAtTheVersionThatWasSeenAndAudited() throws Exception {
        service.call("POST", "initdata?name=web&labels=team=a", document("web")).is(201);
        String path = "initdata/web/revisions/1/labels";
        String body = "{\"labels\": {\"team\": \"b\", \"tier\": \"1\"}, \"reason\": \"moved\"}";
        String tag = service.call("GET", "initdata/web", "").is(200).header("ETag");

        service.call("PUT", path, body, "If-Match", "\"999999\"").is(412);
        service.call("PUT", path + "?dryRun=true", body).is(200);
        assertThat(service.call("GET", "initdata/web", "").header("ETag")).isEqualTo(tag);
        ApiAnswer changed = service.call("PUT", path, body, "If-Match", tag).is(200);
        assertThat(changed.json().at("/labels/team").asText()).isEqualTo("b");
        assertThat(changed.json().path("state").asText()).isEqualTo("active");
        assertThat(service.admin("PUT", path, body, 200).path("changed").asBoolean()).isFalse();

        JsonNode event =
                service.admin("GET", "audit?limit=1000", "", 200)
                        .path("items")
                        .valueStream()
                        .filter(each -> each.path("action").asText().equals("initdata.label"))
                        .findFirst()
                        .orElseThrow();
        assertThat(event.at("/details/labels_before").asText()).isEqualTo("team=a");
        assertThat(event.at("/details/labels").asText()).isEqualTo("team=b,tier=1");
        assertThat(event.at("/details/reason").asText()).isEqualTo("moved");
    }

    @Test
    void nameOneRevision() throws Exception {
        service.register("two", document("two"));
        service.call("PUT", "initdata/two/labels", "{\"labels\": {}}").is(404, "initdata-unknown");
        service.call("PUT", "initdata/none/revisions/1/labels", "{\"labels\": {}}")
                .is(404, "initdata-unknown");
    }
}
