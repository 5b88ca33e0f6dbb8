package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What every record store has to do. An implementation extends this and says how it is opened.
abstract class RecordStoreContract {

    static final Namespace NS = new Namespace("test");
    static final Namespace OTHER = new Namespace("other");

    final MutableClock clock = new MutableClock();

    // NullAway takes what a @BeforeEach method sets as initialised.
    RecordStore store;

    /// Opens the one store of this test: again on the same data after it was closed.
    abstract RecordStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    long put(Namespace ns, String key, String value, long expected) {
        CommitResult result =
                store.commit(List.of(new Change.Put(ns, key, bytes(value), expected)));
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        return ((CommitResult.Committed) result).version();
    }

    @Nullable String value(Namespace ns, String key) {
        return store.get(ns, key).map(found -> new String(found.value(), UTF_8)).orElse(null);
    }

    List<String> keys(String prefix) {
        return store.list(NS, prefix, null, 1000).records().stream()
                .map(StoredRecord::key)
                .toList();
    }

    @Test
    void findsNothingInAnEmptyStore() {
        assertThat(store.get(NS, "a")).isEmpty();
        assertThat(keys("")).isEmpty();
        assertThat(store.generation(NS)).isZero();
    }

    @Test
    void refusesToCreateWhatExists() {
        long version = put(NS, "a", "1", Change.ABSENT);
        Change again = new Change.Put(NS, "a", bytes("2"), Change.ABSENT);
        assertThat(store.commit(List.of(again)))
                .isEqualTo(new CommitResult.Conflict(again, version));
        assertThat(value(NS, "a")).isEqualTo("1");
    }

    @Test
    void refusesToReplaceAnotherVersion() {
        long first = put(NS, "a", "1", Change.ABSENT);
        long second = put(NS, "a", "2", first);
        Change stale = new Change.Put(NS, "a", bytes("3"), first);
        assertThat(store.commit(List.of(stale)))
                .isEqualTo(new CommitResult.Conflict(stale, second));
        assertThat(value(NS, "a")).isEqualTo("2");
    }

    @Test
    void refusesToReplaceOrDeleteWhatDoesNotExist() {
        for (Change change :
                List.of(new Change.Put(NS, "a", bytes("1"), 7), new Change.Delete(NS, "a", 7))) {
            assertThat(store.commit(List.of(change)))
                    .isEqualTo(new CommitResult.Conflict(change, 0));
        }
        assertThat(store.get(NS, "a")).isEmpty();
    }

    @Test
    void refusesToDeleteAnotherVersion() {
        long first = put(NS, "a", "1", Change.ABSENT);
        long second = put(NS, "a", "2", first);
        Change stale = new Change.Delete(NS, "a", first);
        assertThat(store.commit(List.of(stale)))
                .isEqualTo(new CommitResult.Conflict(stale, second));
        assertThat(value(NS, "a")).isEqualTo("2");
    }

    @Test
    void leavesNothingOfACommitWhoseThirdChangeConflicts() {
        long a = put(NS, "a", "old", Change.ABSENT);
        long d = put(NS, "d", "old", Change.ABSENT);
        long generation = store.generation(NS);
        CommitResult result =
                store.commit(
                        List.of(
                                new Change.Put(NS, "a", bytes("new"), a),
                                new Change.Put(OTHER, "b", bytes("new"), Change.ABSENT),
                                new Change.Put(NS, "c", bytes("new"), 99),
                                new Change.Delete(NS, "d", d),
                                new Change.Put(NS, "e", bytes("new"), Change.ABSENT)));
        assertThat(result).isInstanceOf(CommitResult.Conflict.class);
        assertThat(keys("")).containsExactly("a", "d");
        assertThat(value(NS, "a")).isEqualTo("old");
        assertThat(store.get(OTHER, "b")).isEmpty();
        assertThat(store.generation(NS)).isEqualTo(generation);
        assertThat(store.generation(OTHER)).isZero();
    }

    @Test
    void makesAllChangesOfACommitUnderOneVersion() {
        long a = put(NS, "a", "old", Change.ABSENT);
        long b = put(NS, "b", "old", Change.ABSENT);
        CommitResult result =
                store.commit(
                        List.of(
                                new Change.Put(NS, "a", bytes("new"), a),
                                new Change.Delete(NS, "b", b),
                                new Change.Put(OTHER, "a", bytes("else"), Change.ABSENT)));
        long version = ((CommitResult.Committed) result).version();
        assertThat(store.get(NS, "a").orElseThrow())
                .isEqualTo(new StoredRecord("a", version, bytes("new"), clock.instant()));
        assertThat(store.get(NS, "b")).isEmpty();
        assertThat(value(OTHER, "a")).isEqualTo("else");
    }

    @Test
    void neverUsesAVersionTwiceForAKey() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            long version = put(NS, "a", "x", Change.ABSENT);
            assertThat(seen.add(version)).isTrue();
            store.commit(List.of(new Change.Delete(NS, "a", version)));
            store.close();
            store = open();
        }
        Change stale = new Change.Delete(NS, "a", seen.iterator().next());
        put(NS, "a", "x", Change.ABSENT);
        assertThat(store.commit(List.of(stale))).isInstanceOf(CommitResult.Conflict.class);
    }

    @Test
    void keepsRecordsAndVersionsWhenReopened() {
        long version = put(NS, "a", "1", Change.ABSENT);
        long generation = store.generation(NS);
        store.close();
        clock.advance(Duration.ofHours(1));
        store = open();
        assertThat(store.get(NS, "a").orElseThrow().version()).isEqualTo(version);
        assertThat(store.generation(NS)).isEqualTo(generation);
        assertThat(put(NS, "a", "2", version)).isGreaterThan(version);
    }

    @Test
    void raisesTheGenerationOfWhatACommitTouchedAlone() {
        put(NS, "a", "1", Change.ABSENT);
        long generation = store.generation(NS);
        long other = put(OTHER, "a", "1", Change.ABSENT);
        assertThat(store.generation(NS)).isEqualTo(generation);
        assertThat(store.generation(OTHER)).isEqualTo(other);
        store.commit(
                List.of(new Change.Delete(NS, "a", store.get(NS, "a").orElseThrow().version())));
        assertThat(store.generation(NS)).isGreaterThan(generation);
        assertThat(store.list(NS, "", null, 1).generation()).isEqualTo(store.generation(NS));
    }

    @Test
    void listsPagesInTheOrderOfUtf8() {
        // As UTF-16 the last two would be the other way around.
        List<String> keys = List.of("A", "a", "a/b", "b", "é", "\uFF5E", "\uD83D\uDE00");
        for (String key : keys.reversed()) {
            put(NS, key, key, Change.ABSENT);
        }
        put(OTHER, "elsewhere", "", Change.ABSENT);
        List<String> read = new ArrayList<>();
        @Nullable String after = null;
        do {
            RecordPage page = store.list(NS, "", after, 2);
            assertThat(page.records()).hasSizeBetween(1, 2);
            page.records().forEach(found -> read.add(found.key()));
            after = page.next().orElse(null);
        } while (after != null);
        assertThat(read).isEqualTo(keys);
    }

    @Test
    void endsAListingWhoseLastPageIsFull() {
        put(NS, "a", "", Change.ABSENT);
        put(NS, "b", "", Change.ABSENT);
        assertThat(store.list(NS, "", null, 2).next()).isEmpty();
        assertThat(store.list(NS, "", "b", 2).records()).isEmpty();
        assertThat(store.list(NS, "", "a", 2).records()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50%", "a_", "[a", "*", "a\\", "x%_"})
    void takesAPrefixLiterally(String prefix) {
        for (String decoy : List.of("50 percent", "ab", "5", "zz", "xyz", "50", "a")) {
            put(NS, decoy, "", Change.ABSENT);
        }
        put(NS, prefix + "/1", "", Change.ABSENT);
        put(NS, prefix, "", Change.ABSENT);
        assertThat(keys(prefix)).containsExactly(prefix, prefix + "/1");
    }

    @Test
    void pagesWithinAPrefix() {
        for (String key : List.of("a", "p/1", "p/2", "p/3", "q")) {
            put(NS, key, "", Change.ABSENT);
        }
        RecordPage first = store.list(NS, "p/", null, 2);
        assertThat(first.next()).contains("p/2");
        RecordPage second = store.list(NS, "p/", "p/2", 2);
        assertThat(second.records()).extracting(StoredRecord::key).containsExactly("p/3");
        assertThat(second.next()).isEmpty();
        assertThat(store.list(NS, "p/", "q", 2).records()).isEmpty();
    }

    @Test
    void purgesWhatWasLastChangedBefore() {
        put(NS, "old", "", Change.ABSENT);
        long version = put(NS, "renewed", "", Change.ABSENT);
        put(OTHER, "old", "", Change.ABSENT);
        clock.advance(Duration.ofMinutes(10));
        put(NS, "renewed", "", version);
        put(NS, "young", "", Change.ABSENT);
        long generation = store.generation(NS);
        assertThat(store.purge(NS, clock.instant())).isEqualTo(1);
        assertThat(keys("")).containsExactly("renewed", "young");
        assertThat(value(OTHER, "old")).isEmpty();
        assertThat(store.generation(NS)).isGreaterThan(generation);
        assertThat(store.purge(NS, clock.instant())).isZero();
    }

    @Test
    void neverSaysThatARecordChangedBeforeItDid() {
        Instant first = clock.instant();
        CommitResult made =
                store.commit(List.of(new Change.Put(NS, "k", bytes("a"), Change.ABSENT)));
        clock.advance(Duration.ofHours(-1));
        CommitResult again =
                store.commit(
                        List.of(new Change.Put(NS, "k", bytes("b"), committed(made).version())));
        assertThat(committed(made).at()).isEqualTo(first);
        assertThat(committed(again).at()).isEqualTo(clock.instant());
        assertThat(store.get(NS, "k").orElseThrow().changed()).isEqualTo(first);
        clock.advance(Duration.ofHours(2));
        put(NS, "k", "c", committed(again).version());
        assertThat(store.get(NS, "k").orElseThrow().changed()).isEqualTo(clock.instant());
    }

    private static CommitResult.Committed committed(CommitResult result) {
        return (CommitResult.Committed) result;
    }

    @Test
    void purgesMoreThanOnePortion() {
        for (int portion = 0; portion < 3; portion++) {
            int base = portion * 1000;
            store.commit(
                    IntStream.range(0, 700)
                            .<Change>mapToObj(i ->
                                    new Change.Put(NS, "k" + (base + i), bytes(""), Change.ABSENT))
                            .toList());
        }
        clock.advance(Duration.ofMillis(1));
        assertThat(store.purge(NS, clock.instant())).isEqualTo(2100);
        assertThat(keys("")).isEmpty();
    }

    @Test
    void holdsTheLargestRecordAndRefusesALargerOne() {
        byte[] largest = new byte[RecordLimits.VALUE_BYTES];
        new Random(1).nextBytes(largest);
        store.commit(List.of(new Change.Put(NS, "a", largest, Change.ABSENT)));
        assertThat(store.get(NS, "a").orElseThrow().value()).isEqualTo(largest);
        assertThatThrownBy(() -> new Change.Put(NS, "b", new byte[largest.length + 1], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Too much for one message to a database: it is still one commit.
    @Test
    void makesALargeCommitAsAWhole() {
        byte[] large = new byte[600_000];
        new Random(2).nextBytes(large);
        long version = put(NS, "z", "x", Change.ABSENT);
        Change.Delete delete = new Change.Delete(NS, "z", version);
        List<Change> puts =
                Stream.of("a", "b", "c")
                        .<Change>map(key -> new Change.Put(NS, key, large, Change.ABSENT))
                        .toList();
        Change.Put late = new Change.Put(NS, "z", bytes("y"), Change.ABSENT);
        assertThat(store.commit(Stream.concat(puts.stream(), Stream.of(late)).toList()))
                .isInstanceOf(CommitResult.Conflict.class);
        assertThat(keys("")).containsExactly("z");

        store.commit(Stream.concat(Stream.of(delete), puts.stream()).toList());
        assertThat(keys("")).containsExactly("a", "b", "c");
        assertThat(store.get(NS, "c").orElseThrow().value()).isEqualTo(large);
    }

    @Test
    void holdsTheLongestKeyAndRefusesOthers() {
        String longest = "é".repeat(RecordLimits.KEY_BYTES / 2);
        put(NS, longest, "x", Change.ABSENT);
        assertThat(value(NS, longest)).isEqualTo("x");
        for (String bad : List.of("", longest + "a", "a\u0000b", "a\nb", "\uD83D", "\u007F")) {
            assertThatThrownBy(() -> new Change.Put(NS, bad, bytes(""), 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(store.get(NS, bad)).isEmpty();
        }
    }

    @Test
    void refusesCommitsThatAreNone() {
        Change put = new Change.Put(NS, "a", bytes(""), Change.ABSENT);
        for (List<Change> bad :
                List.of(List.<Change>of(), List.of(put, new Change.Delete(NS, "a", 3)))) {
            assertThatThrownBy(() -> store.commit(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> store.list(NS, "", null, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.list(NS, "", null, RecordLimits.PAGE + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesEverythingOnceClosed() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.get(NS, "a"))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.CLOSED));
        assertThatThrownBy(() -> put(NS, "a", "", 0)).isInstanceOf(StoreException.class);
    }

    @Test
    void letsOneOf64WritersWinEachVersion() throws InterruptedException {
        long start = put(NS, "a", "start", Change.ABSENT);
        try (Together threads = new Together()) {
            long expected = start;
            for (int round = 0; round < 50; round++) {
                long version = expected;
                List<CommitResult> results =
                        threads.run(
                                64,
                                i ->
                                        store.commit(
                                                List.of(
                                                        new Change.Put(
                                                                NS,
                                                                "a",
                                                                bytes("w" + i),
                                                                version))));
                List<CommitResult.Committed> winners =
                        results.stream()
                                .filter(CommitResult.Committed.class::isInstance)
                                .map(CommitResult.Committed.class::cast)
                                .toList();
                assertThat(winners).hasSize(1);
                assertThat(value(NS, "a")).isEqualTo("w" + results.indexOf(winners.getFirst()));
                expected = winners.getFirst().version();
            }
        }
    }

    @Test
    void losesNoUpdateOfConcurrentWriters() throws InterruptedException {
        put(NS, "counter", "0", Change.ABSENT);
        try (Together threads = new Together()) {
            threads.run(
                    16,
                    _ -> {
                        for (int done = 0; done < 20; ) {
                            StoredRecord now = store.get(NS, "counter").orElseThrow();
                            int count = Integer.parseInt(new String(now.value(), UTF_8));
                            Change next =
                                    new Change.Put(
                                            NS, "counter", bytes("" + (count + 1)), now.version());
                            if (store.commit(List.of(next)) instanceof CommitResult.Committed) {
                                done++;
                            }
                        }
                        return 0;
                    });
        }
        assertThat(value(NS, "counter")).isEqualTo("320");
    }

    @Test
    void showsReadersAllOfACommitOrNothing() throws InterruptedException {
        long[] versions = {put(NS, "x", "0", 0), put(NS, "y", "0", 0)};
        AtomicBoolean writing = new AtomicBoolean(true);
        try (Together threads = new Together()) {
            threads.run(
                    4,
                    i -> {
                        if (i > 0) {
                            while (writing.get()) {
                                List<StoredRecord> pair = store.list(NS, "", null, 10).records();
                                assertThat(pair.get(0).value()).isEqualTo(pair.get(1).value());
                            }
                            return 0;
                        }
                        for (int n = 1; n <= 300; n++) {
                            CommitResult result =
                                    store.commit(
                                            List.of(
                                                    new Change.Put(
                                                            NS, "x", bytes("" + n), versions[0]),
                                                    new Change.Put(
                                                            NS, "y", bytes("" + n), versions[1])));
                            versions[0] = versions[1] = ((CommitResult.Committed) result).version();
                        }
                        writing.set(false);
                        return 0;
                    });
        }
    }

    @Test
    void neverGivesAGenerationOlderThanWhatWasRead() throws InterruptedException {
        put(NS, "x", "0", 0);
        AtomicBoolean writing = new AtomicBoolean(true);
        try (Together threads = new Together()) {
            threads.run(
                    3,
                    i -> {
                        while (i > 0 && writing.get()) {
                            long version = store.get(NS, "x").orElseThrow().version();
                            assertThat(store.generation(NS)).isGreaterThanOrEqualTo(version);
                        }
                        for (int n = 1; i == 0 && n <= 300; n++) {
                            put(NS, "x", "" + n, store.get(NS, "x").orElseThrow().version());
                        }
                        writing.set(false);
                        return 0;
                    });
        }
    }
}
