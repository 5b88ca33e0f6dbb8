package dev.fiducia.kbs.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.agentpolicy.AgentPolicies;
import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.api.Idempotency;
import dev.fiducia.kbs.config.Approval;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class AuditScheduleTest {
    @TempDir private Path folder;
    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private final InstantSource clock = () -> now;
    private boolean isDamaged;
    private int runs;
    private Runnable during = () -> {};
    private RecordStore store;
    private RuleAudits audits;
    private AuditSchedule schedule;

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("ring"));
        store = SqliteRecordStore.open(folder.resolve("store"), ring, clock);
        AdminCommits commits =
                new AdminCommits(store, new AuditLog(store, clock), new Idempotency(store, clock));
        audits =
                new RuleAudits(
                        store,
                        new Constraints(store, commits),
                        new ImageRules(store, commits),
                        new PolicyVerdicts(
                                new AgentPolicies(store, commits, new Approvals(Approval.NONE))),
                        new Registered(),
                        clock);
        schedule = new AuditSchedule(audits, clock, Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private final class Registered implements Rules.InForce {
        @Override
        public List<InitdataRevision> revisions(Instant at) {
            if (isDamaged) {
                throw new IllegalStateException("damaged");
            }
            runs++;
            during.run();
            return List.of();
        }

        @Override
        public InitdataDocument document(InitdataRevision revision) {
            throw new AssertionError("nothing is registered");
        }
    }

    @Test
    void runsWhenTheLastRunIsOldEnough() {
        schedule.look();
        assertThat(runs).isEqualTo(1);
        assertThat(audits.last().orElseThrow().path("by").asText()).isEqualTo(AuditSchedule.BY);
        now = now.plus(Duration.ofMinutes(59));
        schedule.look();
        assertThat(runs).isEqualTo(1);
        now = now.plus(Duration.ofMinutes(1));
        schedule.look();
        assertThat(runs).isEqualTo(2);
    }

    /// Another replica's, or one that somebody asked for.
    @Test
    void aRunOfSomebodyElseCounts() {
        audits.run("anna");
        schedule.look();
        assertThat(runs).isEqualTo(1);
    }

    /// As of a replica that was paused in a run and goes on behind another one's.
    @Test
    void aRunThatWasOvertakenIsNotKept() {
        during =
                () -> {
                    during = () -> {};
                    audits.run("another replica");
                };
        schedule.look();
        assertThat(runs).isEqualTo(2);
        assertThat(audits.last().orElseThrow().path("by").asText()).isEqualTo("another replica");
    }

    @Test
    void aFailureDoesNotEndIt() {
        isDamaged = true;
        assertThatThrownBy(schedule::look).hasMessage("damaged");
        isDamaged = false;
        schedule.look();
        assertThat(runs).isEqualTo(1);
    }
}
