package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Who attested lately, and who loses what by a revocation.
class AttestationsTest {
    @TempDir private Path folder;
    private TestService service;

    @BeforeEach
    void start() throws Exception {
        service = new TestService(folder, "strict");
        service.acceptHardware();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private JsonNode of(String initdata) throws Exception {
        return service.admin("GET", "attestations?initdata=" + initdata, "", 200);
    }

    @Test
    void nothingIsToldOfWhatIsNotRegistered() throws Exception {
        service.call("GET", "attestations?initdata=web", "").is(404, "initdata-unknown");
        service.call("GET", "attestations?name=web", "").is(400, "bad-parameter");
    }

    @Test
    void eachDocumentHasItsOwn() throws Exception {
        service.register("web", document("web"));
        service.register("db", document("db"));
        service.started(document("web"));
        service.started(document("web"));
        service.started(document("stranger"));

        JsonNode web = of("web");
        assertThat(web.path("items")).hasSize(2);
        assertThat(web.at("/items/0/tee").asText()).isEqualTo("snp");
        assertThat(web.at("/items/0/outcome").asText()).isEqualTo("affirming");
        assertThat(web.at("/items/0/initdata/name").asText()).isEqualTo("web");
        assertThat(web.at("/documents/0/count").asInt()).isEqualTo(2);
        assertThat(of(web.at("/documents/0/id").asText()).path("items")).hasSize(2);
        assertThat(of("db").path("items")).isEmpty();
        assertThat(of("db").at("/documents/0/count").asInt()).isZero();
        assertThat(
                        service.admin("GET", "attestations", "", 200)
                                .path("items")
                                .findValuesAsText("state"))
                .contains("unregistered")
                .doesNotContain("active");
    }

    @Test
    void refusedGuestsLeaveNothingWithADocument() throws Exception {
        service.register("web", document("web"));
        TestGuest guest = service.guest();
        guest.auth("snp");
        assertThat(guest.attestSnp(TestService.foreignProcessor(), new byte[32]).statusCode())
                .isEqualTo(401);

        assertThat(of("web").path("items")).isEmpty();
        JsonNode last = service.admin("GET", "attestations", "", 200).at("/items/0");
        assertThat(last.path("outcome").asText()).isEqualTo("refused");
        assertThat(last.path("code").asText()).isNotEmpty();
    }

    @Test
    void aRevocationTellsWhoIsAffected() throws Exception {
        service.register("web", document("web"));
        service.register("web", document("web-2"));
        service.admin("POST", "initdata/web/grants", "{\"resource\":\"default/web/*\"}", 201);
        service.started(document("web"));

        JsonNode trial =
                service.admin("POST", "initdata/web/revisions/1:revoke?dryRun=true", "", 200)
                        .path("affected");
        assertThat(trial.at("/grants/0/resource").asText()).isEqualTo("default/web/*");
        assertThat(trial.path("left_in_force").asInt()).isEqualTo(1);
        assertThat(trial.at("/attestations/count").asInt()).isEqualTo(1);
        assertThat(trial.at("/attestations/last").asText()).isNotEmpty();

        JsonNode all = service.admin("POST", "initdata/web:revoke", "", 200).path("affected");
        assertThat(all.path("left_in_force").asInt()).isZero();
        assertThat(all.at("/attestations/count").asInt()).isEqualTo(1);
    }
}
