package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;

/// An administrator removes old events through the API.
class AuditRetentionTest {
    @TempDir private static Path folder;
    private static TestService service;

    @BeforeAll
    static void start() throws Exception {
        service = new TestService(folder, "strict", "[management]\nservice_metrics = true\n");
        service.acceptHardware();
        service.register("web", document("web"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode verify(String checkpoint) throws Exception {
        String body = "{\"checkpoint\":\"%s\"}".formatted(checkpoint);
        JsonNode verdict = service.admin("POST", "audit/verify", body, 200);
        assertThat(verdict.path("intact").asBoolean()).as(verdict.toString()).isTrue();
        return verdict;
    }

    private static String checkpoint() throws Exception {
        return service.admin("POST", "audit/checkpoint", "", 201).path("checkpoint").asText();
    }

    @Test
    void whatIsOldGoesAndTheRestStaysVerifiable() throws Exception {
        String longAgo = "{\"before\":\"2000-01-01T00:00:00Z\"}";
        assertThat(service.admin("POST", "audit/prune", longAgo, 409).path("detail").asText())
                .contains("checkpoint");
        service.started(document("web"));
        String page = service.admin("GET", "audit?limit=1", "", 200).path("next").asText();
        String decision =
                service.admin("GET", "audit?kind=attestation", "", 200)
                        .path("items")
                        .path(0)
                        .path("id")
                        .asText();
        String old = checkpoint();
        service.started(document("web"));
        String young = checkpoint();
        String now = "{\"before\":\"%s\",\"reason\":\"full\"}".formatted(Instant.now());

        service.admin("POST", "audit/prune", "{\"before\":\"2126-01-01T00:00:00Z\"}", 422);
        service.admin("POST", "audit/prune", "{\"before\":\"yesterday\"}", 422);
        service.admin("POST", "audit/prune", "{}", 422);
        assertThat(service.admin("POST", "audit/prune", longAgo, 200).path("changes").asInt())
                .isZero();
        JsonNode planned = service.admin("POST", "audit/prune?dryRun=true", now, 200);
        assertThat(verify(old).path("extends").asText()).isEqualTo("yes");
        JsonNode pruned = service.admin("POST", "audit/prune", now, 200);
        assertThat(pruned).isEqualTo(planned);
        assertThat(pruned.path("decisions").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(pruned.path("more").asBoolean()).isFalse();

        String removed = "fiducia_audit_removed_total{chain=\"%s\"} %s.0";
        assertThat(service.metrics())
                .contains(removed.formatted("decisions", pruned.path("decisions")))
                .contains(removed.formatted("changes", pruned.path("changes")));

        JsonNode verdict = verify(old);
        assertThat(verdict.path("extends").asText()).isEqualTo("removed");
        assertThat(verdict.path("unshown")).isNotEmpty();
        assertThat(verdict.at("/removed/events").asLong()).isPositive();
        assertThat(verify(young).path("extends").asText()).isEqualTo("yes");

        assertThat(service.admin("GET", "audit/decisions/" + decision, "", 404).path("detail"))
                .asString()
                .contains("may have been removed");
        JsonNode left = service.admin("GET", "audit?after=" + page, "", 200).path("items");
        assertThat(left).extracting(event -> event.path("action").asText()).contains("audit.prune");
        JsonNode told =
                service.admin("GET", "audit?kind=audit.prune", "", 200).path("items").path(0);
        assertThat(told.at("/details/reason").asText()).isEqualTo("full");
        assertThat(told.at("/details/decisions").asInt())
                .isEqualTo(pruned.path("decisions").asInt());
        service.started(document("web"));
        verify(young);
    }
}
