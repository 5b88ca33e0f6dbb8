package dev.fiducia.kbs.attested;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.AttestationOutcome;
import dev.fiducia.attestation.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.InstantSource;

class RecentAttestationsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z"));

    private final RecentAttestations recent = new RecentAttestations(CLOCK);

    private static AttestationOutcome refused() {
        return new AttestationOutcome.Refused(Refusal.of("report-signature", "forged"));
    }

    private static AttestationOutcome attested(String id, String... statuses) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        ObjectNode submodules = claims.putObject("submods");
        for (int i = 0; i < statuses.length; i++) {
            submodules.putObject(i == 0 ? "cpu0" : "gpu" + (i - 1)).put("ear.status", statuses[i]);
        }
        ObjectNode initdata =
                submodules
                        .withObject("/cpu0/ear.veraison.annotated-evidence/initdata")
                        .put("state", id.isEmpty() ? "unregistered" : "active");
        if (!id.isEmpty()) {
            initdata.put("id", id);
        }
        return new AttestationOutcome.Attested("token", claims, "digest");
    }

    /// Whatever guests without a registered document send, they get no more room by it, and what is
    /// known of documents stays.
    @Test
    void guestsCannotFillIt() {
        recent.add("snp", attested("sha256:a", "affirming"));
        for (int i = 0; i < 10_000; i++) {
            recent.add("snp", i % 2 == 0 ? refused() : attested("", "affirming"));
        }
        assertThat(recent.others()).hasSize(RecentAttestations.OF_OTHERS);
        assertThat(recent.last("sha256:a")).hasSize(1);
    }

    @Test
    void keepsTheLastOfADocumentAndCountsAll() {
        for (int i = 0; i < 1000; i++) {
            recent.add("snp", attested("sha256:a", i < 10 ? "warning" : "affirming"));
        }
        assertThat(recent.last("sha256:a")).hasSize(RecentAttestations.OF_EACH);
        assertThat(recent.summary("sha256:a"))
                .hasToString(
                        "{\"count\":1000,\"last\":\"2026-11-22T08:00:00Z\","
                                + "\"outcomes\":{\"affirming\":990,\"warning\":10}}");
        assertThat(recent.summary("sha256:b").path("count").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "affirming, affirming, affirming",
        "affirming, warning, warning",
        "none, affirming, none",
        "warning, contraindicated, contraindicated",
        "strange, affirming, affirming",
        "strange, stranger, none",
    })
    void theWorstSubmoduleCounts(String cpu, String gpu, String outcome) {
        recent.add("snp", attested("sha256:a", cpu, gpu));
        assertThat(recent.last("sha256:a").getFirst().outcome()).isEqualTo(outcome);
    }

    @Test
    void aRefusalKeepsItsCodeAndNoWords() {
        recent.add("tdx", refused());
        assertThat(recent.others().getFirst().toJson())
                .hasToString(
                        "{\"at\":\"2026-11-22T08:00:00Z\",\"tee\":\"tdx\",\"outcome\":\"refused\","
                                + "\"code\":\"report-signature\"}");
    }
}
