package dev.fiducia.kbs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.kbs.api.AdminCommits.Step;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A request with a key is done once, also where its repetition overtakes the answer.
class AdminCommitsTest {
    private static final Namespace NS = new Namespace("things");
    private static final Terms TERMS = Terms.of("me").once(new IdempotencyKey("key", "request"));

    @TempDir private Path folder;
    private SqliteRecordStore store;
    private AdminCommits commits;

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.system();
        store =
                SqliteRecordStore.open(
                        folder.resolve("store"),
                        KeyRing.openOrCreate(folder.resolve("keys")),
                        clock);
        commits =
                new AdminCommits(store, new AuditLog(store, clock), new Idempotency(store, clock));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Step<String> making() {
        return new Step.Commit<>(
                List.of(new Change.Put(NS, "thing", new byte[0], Change.ABSENT)),
                List.of(AuditEntry.of("me", "thing.make", "thing", Map.of())),
                List.of("thing"),
                _ -> "made");
    }

    private static String recalled(List<String> remembered) {
        return "repeated " + remembered.getFirst();
    }

    /// Plans once the same request was done by somebody else meanwhile.
    private String overtaken(AdminCommits.Planner<String> planner) throws ApiProblem {
        AtomicInteger planned = new AtomicInteger();
        return commits.make(
                TERMS,
                () -> {
                    if (planned.getAndIncrement() == 0) {
                        assertThat(commits.make(TERMS, this::making, AdminCommitsTest::recalled))
                                .isEqualTo("made");
                    }
                    return planner.plan();
                },
                AdminCommitsTest::recalled);
    }

    @Test
    void whatTheSameRequestLeftBehindIsNoReasonToRefuseIt() throws Exception {
        assertThat(
                        overtaken(() -> {
                            throw new ApiProblem(409, "exists", "there is one");
                        }))
                .isEqualTo("repeated thing");
    }

    @Test
    void whatTheSameRequestLeftBehindIsNotNothingToDo() throws Exception {
        assertThat(overtaken(() -> new Step.Stop<>("nothing to do"))).isEqualTo("repeated thing");
    }

    @Test
    void aCommitThatComesSecondIsARepetition() throws Exception {
        assertThat(overtaken(this::making)).isEqualTo("repeated thing");
    }

    @Test
    void aRefusalOfItsOwnStands() throws Exception {
        assertThatThrownBy(() ->
                        commits.make(
                                TERMS,
                                () -> {
                                    throw new ApiProblem(409, "exists", "there is one");
                                },
                                AdminCommitsTest::recalled))
                .isInstanceOf(ApiProblem.class);
        assertThat(
                        commits.make(
                                TERMS,
                                () -> new Step.Stop<>("nothing to do"),
                                AdminCommitsTest::recalled))
                .isEqualTo("nothing to do");
    }
}
