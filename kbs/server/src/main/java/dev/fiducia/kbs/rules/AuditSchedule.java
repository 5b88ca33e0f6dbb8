package dev.fiducia.kbs.rules;

import com.fasterxml.jackson.databind.JsonNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Runs an audit when the last one, whoever asked for it, is older than an interval. Replicas share
/// what was found last.
final class AuditSchedule {
    /// Who asked, in the record of a run.
    static final String BY = "schedule";

    private static final Logger LOG = LoggerFactory.getLogger(AuditSchedule.class);

    private final RuleAudits audits;
    private final InstantSource clock;
    private final Duration interval;

    AuditSchedule(RuleAudits audits, InstantSource clock, Duration interval) {
        this.audits = audits;
        this.clock = clock;
        this.interval = interval;
    }

    /// Runs an audit if one is due.
    void look() {
        if (!isDue()) {
            return;
        }
        JsonNode run = audits.run(BY);
        long violations = run.path("totalViolations").asLong();
        (violations > 0 || !run.path("broken").isEmpty() ? LOG.atWarn() : LOG.atInfo())
                .addKeyValue("revisions", run.path("revisions").asInt())
                .addKeyValue("violations", violations)
                .log("initdata in force was judged by the rules of now");
    }

    private boolean isDue() {
        return audits.last()
                .map(run -> !clock.instant().isBefore(at(run).plus(interval)))
                .orElse(true);
    }

    private static Instant at(JsonNode run) {
        try {
            return Instant.parse(run.path("at").asText());
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }
}
