package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// Grants as administrators make them; what they do to guests is in [ReleaseTest].
class GrantApiTest {
    @TempDir private static Path folder;
    private static TestService service;

    @BeforeAll
    static void start() throws Exception {
        service = new TestService(folder, "strict");
        service.register("db", document("db"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void forgetAll() throws Exception {
        for (JsonNode grant : service.admin("GET", "grants", "", 200).path("items")) {
            String id = grant.path("id").asText();
            service.admin("DELETE", "grants/" + id, "", 200);
            service.admin("POST", "grants/" + id + ":forget", "", 200);
        }
    }

    @Test
    void theSameGrantTwiceIsOne() throws Exception {
        String body = "{\"resource\":\"default/db/key\",\"reason\":\"the database's own\"}";
        service.admin("POST", "initdata/db/grants?dryRun=true", body, 200);
        assertThat(service.admin("GET", "grants", "", 200).path("items")).isEmpty();

        var first = service.admin("POST", "initdata/db/grants", body, 201);
        assertThat(service.admin("POST", "initdata/db/grants", body, 200)).isEqualTo(first);

        assertThat(service.admin("GET", "initdata/db/grants", "", 200).path("items")).hasSize(1);
        assertThat(service.admin("GET", "initdata/web/grants", "", 200).path("items")).isEmpty();
        assertThat(
                        service.admin("GET", "grants?resource=default/db/key", "", 200)
                                .at("/items/0/granted/reason")
                                .asText())
                .isEqualTo("the database's own");
        assertThat(service.admin("GET", "grants?resource=default/db/k", "", 200).path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"resource\":\"default/db\"}",
                "{\"resource\":\"default/db/key/x\"}",
                "{\"resource\":\"default/*b/key\"}",
                "{\"resource\":\"default/**/key\"}",
                "{\"resource\":\"default/../key\"}",
                "{\"resource\":\"default//key\"}",
                "{\"resource\":\"*\"}",
                "{\"resource\":7}",
                "{\"resource\":\"a/b/c\",\"platforms\":[]}",
                "{\"resource\":\"a/b/c\",\"platforms\":[\"sample\"]}",
                "{\"resource\":\"a/b/c\",\"platforms\":[\"snp\",\"x\"]}",
                "{\"resource\":\"a/b/c\",\"platform\":[\"snp\"]}",
                "{\"resource\":\"a/b/c\",\"reason\":7}"
            })
    void refusesGrantsThatCouldBeMisread(String body) throws Exception {

        service.admin("POST", "initdata/db/grants", body, 422);
        assertThat(service.admin("GET", "grants", "", 200).path("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,initdata/nobody/grants,404",
        "POST,initdata/db/grants?dryrun=true,400",
        "POST,initdata/db/grants?dryRun=1,400",
        "DELETE,grants/0123456789abcdef,404",
        "DELETE,grants/x,404",
        "POST,grants/0123456789abcdef:revoke,404",
        "POST,grants/0123456789abcdef:open,404",
        "POST,grants/0123456789abcdef,404"
    })
    void refusesCallsThatNameNothing(String method, String path, int status) throws Exception {
        String body = path.startsWith("grants") ? "" : "{\"resource\":\"a/b/c\"}";

        service.admin(method, path, body, status);
        assertThat(service.admin("GET", "grants", "", 200).path("items")).isEmpty();
    }
}
