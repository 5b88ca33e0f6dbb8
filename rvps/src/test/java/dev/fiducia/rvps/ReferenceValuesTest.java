package dev.fiducia.rvps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.ha.store.StoreException;

import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class ReferenceValuesTest {

    private static final Source DOCUMENT = Source.initdata("sha384:aa");
    private static final Source ANOTHER = Source.initdata("sha384:bb");
    private static final Namespace ELSEWHERE = new Namespace("elsewhere");

    @TempDir Path folder;

    private final MutableClock clock = new MutableClock();
    private RecordStore store;
    private ReferenceValues values;

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        store = SqliteRecordStore.open(folder.resolve("store"), ring, clock);
        values = new ReferenceValues(store, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void register(String payload) throws RvpsException {
        values.register(MessageTest.sample(payload));
    }

    private static JsonNode json(String text) throws RvpsException {
        return StrictJson.readReceived(text.getBytes(UTF_8), "a test's text");
    }

    private String shown(String name) {
        return values.query(name).map(JsonNode::toString).orElse("absent");
    }

    private void add(Source source, String name, String value) throws RvpsException {
        commit(values.changesToAdd(source, Map.of(name, json(value)), values.defaultExpiration()));
    }

    private void commit(List<Change> changes) {
        assertThat(store.commit(changes)).isInstanceOf(CommitResult.Committed.class);
    }

    private static void assertRefused(
            RvpsException.Code code, ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RvpsException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void knowsNothingUnknown() throws RvpsException {
        assertThat(values.query("a")).isEmpty();
        assertThat(values.list()).isEmpty();
        assertThat(values.delete("a")).isEqualTo(new Deletion(false, List.of()));
        assertThat(values.changesToRemove(DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\u0000", "a\\nb", "\\u007f"})
    void refusesNamesThatAreNone(String name) {
        assertRefused(RvpsException.Code.LIMIT, () -> register("{\"" + name + "\":1}"));
        assertThat(values.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"\\ud83d\":1}", "{\"a\":\"\\ud83d\"}", "{\"a\":{\"\\udc00\":1}}"})
    void refusesHalfOfASurrogatePair(String payload) {
        assertThatThrownBy(() -> register(payload)).isInstanceOf(RvpsException.class);
        assertThat(values.list()).isEmpty();
    }

    @Test
    void refusesLongNamesAndManyOfThem() throws RvpsException {
        assertRefused(RvpsException.Code.LIMIT, () -> register("{\"" + "x".repeat(513) + "\":1}"));
        register("{\"" + "x".repeat(512) + "\":1}");
        StringBuilder many = new StringBuilder("{\"n\":0");
        IntStream.range(0, 1000).forEach(i -> many.append(",\"n").append(i).append("\":1"));
        assertRefused(RvpsException.Code.LIMIT, () -> register(many + "}"));
        assertThat(values.list()).hasSize(1);
    }

    @Test
    void refusesMoreThanOneNameCanHold() throws RvpsException {
        String large = "[\"" + "x".repeat(700_000) + "\"]";
        for (int i = 0; i < 5; i++) {
            add(Source.initdata("doc" + i), "a", large);
        }
        assertRefused(RvpsException.Code.LIMIT, () -> add(DOCUMENT, "a", large));
    }

    @Test
    void registersAllOfAMessageOrNothing() throws RvpsException {
        add(DOCUMENT, "b", "3");
        assertRefused(RvpsException.Code.CLASH, () -> register("{\"a\":[1],\"b\":[2],\"c\":[3]}"));
        assertThat(values.list()).extracting(ReferenceValue::name).containsExactly("b");
        register("{\"a\":[1],\"c\":[3]}");
        assertThat(values.list()).extracting(ReferenceValue::name).containsExactly("a", "b", "c");
    }

    @Test
    void refusesAListBesideAnotherSourcesSingleValueAndTheReverse() throws RvpsException {
        add(DOCUMENT, "flag", "true");
        add(DOCUMENT, "list", "[1]");
        assertThatThrownBy(() -> register("{\"flag\":[true]}"))
                .hasMessageContaining(DOCUMENT.name())
                .hasMessageContaining("single value");
        assertRefused(RvpsException.Code.CLASH, () -> register("{\"list\":1}"));
        assertRefused(RvpsException.Code.CLASH, () -> register("{\"flag\":false}"));
        assertThat(shown("flag")).isEqualTo("true");
    }

    @Test
    void takesEqualSingleValuesOfTwoSources() throws RvpsException {
        add(DOCUMENT, "flag", "{\"a\":1}");
        register("{\"flag\":{\"a\":1}}");
        assertThat(shown("flag")).isEqualTo("{\"a\":1}");
        commit(values.changesToRemove(DOCUMENT));
        assertThat(shown("flag")).isEqualTo("{\"a\":1}");
    }

    @Test
    void replacesWhatTheSameSourceSaid() throws RvpsException {
        register("{\"a\":[\"old\"]}");
        register("{\"a\":[\"new\"]}");
        assertThat(shown("a")).isEqualTo("[\"new\"]");
        register("{\"a\":3}");
        assertThat(shown("a")).isEqualTo("3");
        register("{\"a\":[true]}");
        assertThat(shown("a")).isEqualTo("[true]");
    }

    @Test
    void unitesTheListsOfSourcesInAStableOrder() throws RvpsException {
        add(DOCUMENT, "init_data", "[\"d1\",\"both\"]");
        register("{\"init_data\":[\"both\",\"api\",\"api\"]}");
        add(ANOTHER, "init_data", "[\"d2\"]");
        assertThat(shown("init_data")).isEqualTo("[\"d1\",\"both\",\"api\",\"d2\"]");
        add(DOCUMENT, "init_data", "[\"d1-renewed\"]");
        assertThat(shown("init_data")).isEqualTo("[\"d1-renewed\",\"both\",\"api\",\"d2\"]");
        commit(values.changesToRemove(DOCUMENT));
        assertThat(shown("init_data")).isEqualTo("[\"both\",\"api\",\"d2\"]");
    }

    @Test
    void unitesByExactEquality() throws RvpsException {
        add(DOCUMENT, "a", "[1, \"1\", {\"x\":1,\"y\":2}, null, \"A\"]");
        register("{\"a\":[1, true, {\"y\":2,\"x\":1}, null, \"a\"]}");
        assertThat(shown("a")).isEqualTo("[1,\"1\",{\"x\":1,\"y\":2},null,\"A\",true,\"a\"]");
    }

    @Test
    void withdrawsWhatOneSourceSaidOverAllNames() throws RvpsException {
        Map<String, JsonNode> both = new LinkedHashMap<>();
        both.put("a", json("[1]"));
        both.put("b", json("[2]"));
        commit(values.changesToAdd(DOCUMENT, both, values.defaultExpiration()));
        register("{\"b\":[3],\"c\":[4]}");
        commit(values.changesToRemove(DOCUMENT));
        assertThat(values.list()).extracting(ReferenceValue::name).containsExactly("b", "c");
        assertThat(shown("b")).isEqualTo("[3]");
    }

    @Test
    void deletesTheWordOfTheApiAlone() throws RvpsException {
        add(DOCUMENT, "a", "[1]");
        assertThat(values.delete("a")).isEqualTo(new Deletion(false, List.of(DOCUMENT)));
        register("{\"a\":[2],\"b\":[3]}");
        assertThat(values.delete("a")).isEqualTo(new Deletion(true, List.of(DOCUMENT)));
        assertThat(shown("a")).isEqualTo("[1]");
        assertThat(values.delete("b")).isEqualTo(new Deletion(true, List.of()));
        assertThat(values.list()).hasSize(1);
    }

    @Test
    void expiresAfterTwelveCalendarMonths() throws RvpsException {
        register("{\"a\":[1]}");
        Instant expiration = values.list().getFirst().contributions().getFirst().expiration();
        assertThat(expiration).isEqualTo("2029-02-28T12:00:00Z");
        clock.set("2029-02-28T11:59:59.999Z");
        assertThat(shown("a")).isEqualTo("[1]");
        clock.set("2029-02-28T12:00:00Z");
        assertThat(shown("a")).isEqualTo("absent");
        assertThat(values.list()).hasSize(1);
    }

    @Test
    void countsAPartOnlyFromItsBeginningOn() throws RvpsException {
        Instant begin = clock.instant().plus(Duration.ofHours(1));
        register("{\"pcr\": [1]}");
        commit(
                values.changes(
                        List.of(
                                new SourceEdit.Add(
                                        DOCUMENT,
                                        Map.of("pcr", json("[2]"), "only", json("[3]")),
                                        begin,
                                        begin.plus(Duration.ofHours(1))))));
        assertThat(shown("pcr")).isEqualTo("[1]");
        assertThat(shown("only")).isEqualTo("absent");
        values = new ReferenceValues(store, clock);
        clock.advance(Duration.ofHours(1));
        assertThat(shown("pcr")).isEqualTo("[1,2]");
        assertThat(shown("only")).isEqualTo("[3]");
        clock.advance(Duration.ofHours(1));
        assertThat(shown("pcr")).isEqualTo("[1]");
        assertThat(shown("only")).isEqualTo("absent");
    }

    @Test
    void expiresThePartsOfAValueOneByOne() throws RvpsException {
        Instant soon = clock.instant().plus(Duration.ofHours(1));
        commit(values.changesToAdd(DOCUMENT, Map.of("a", json("[1]")), soon));
        register("{\"a\":[2]}");
        assertThat(shown("a")).isEqualTo("[1,2]");
        ReferenceSnapshot before = values.snapshot();
        clock.advance(Duration.ofHours(1));
        assertThat(shown("a")).isEqualTo("[2]");
        assertThat(before.find("a").orElseThrow()).hasToString("[1,2]");
        assertThat(shown("a")).isEqualTo("[2]");
    }

    @Test
    void doesNotClashWithWhatHasExpired() throws RvpsException {
        Instant soon = clock.instant().plus(Duration.ofHours(1));
        commit(values.changesToAdd(DOCUMENT, Map.of("a", json("true")), soon));
        clock.advance(Duration.ofHours(1));
        register("{\"a\":[1]}");
        assertThat(shown("a")).isEqualTo("[1]");
        assertThat(values.list().getFirst().sources()).containsExactly(Source.API);
    }

    @Test
    void keepsValuesWhenReopened() throws RvpsException {
        register(
                "{\"rvps:///a/b:c\":[1.10],\"n\":null,\"d\":"
                        + "[".repeat(63)
                        + "]".repeat(63)
                        + "}");
        store.close();
        open();
        assertThat(shown("rvps:///a/b:c")).isEqualTo("[1.10]");
        assertThat(shown("n")).isEqualTo("null");
        assertThat(shown("d")).hasSize(126);
    }

    @Test
    void composesWithTheCallersOwnChanges() throws RvpsException {
        List<Change> all =
                new ArrayList<>(
                        values.changesToAdd(
                                DOCUMENT, Map.of("a", json("[1]")), values.defaultExpiration()));
        all.add(new Change.Put(ELSEWHERE, "document", new byte[0], Change.ABSENT));
        commit(all);
        assertThat(shown("a")).isEqualTo("[1]");
        assertThat(store.commit(all)).isInstanceOf(CommitResult.Conflict.class);
    }

    @Test
    void editsSeveralSourcesInOneCommit() throws RvpsException {
        add(DOCUMENT, "a", "[1]");
        commit(
                values.changes(
                        List.of(
                                new SourceEdit.Remove(DOCUMENT),
                                new SourceEdit.Add(
                                        ANOTHER,
                                        Map.of("a", json("[2]")),
                                        values.defaultExpiration()))));
        assertThat(shown("a")).isEqualTo("[2]");
        List<SourceEdit> comeAndGo =
                List.of(
                        new SourceEdit.Add(
                                DOCUMENT, Map.of("x", json("[1]")), values.defaultExpiration()),
                        new SourceEdit.Remove(DOCUMENT));
        assertThat(values.changes(comeAndGo)).isEmpty();
    }

    @Test
    void showsOneStateInASnapshot() throws RvpsException {
        register("{\"a\":[1]}");
        ReferenceSnapshot before = values.snapshot();
        register("{\"a\":[2],\"b\":[3]}");
        assertThat(before.find("a").orElseThrow()).hasToString("[1]");
        assertThat(before.find("b")).isEmpty();
        assertThat(values.snapshot().generation()).isGreaterThan(before.generation());
        assertThat(values.snapshot().generation()).isEqualTo(values.snapshot().generation());
    }

    @Test
    void loadsMoreThanOnePage() throws RvpsException {
        for (int part = 0; part < 3; part++) {
            StringBuilder many = new StringBuilder("{\"x\":[1]");
            for (int i = 0; i < 700; i++) {
                many.append(",\"n").append(part * 1000 + i).append("\":[1]");
            }
            register(many + "}");
        }
        assertThat(values.list()).hasSize(2101);
    }

    @Test
    void reportsAStoredRecordThatIsNone() {
        commit(
                List.of(
                        new Change.Put(
                                ReferenceValues.NAMESPACE,
                                "a",
                                "{\"x\":1}".getBytes(UTF_8),
                                Change.ABSENT)));
        assertThatThrownBy(() -> values.query("a"))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.CORRUPT));
    }

    @Test
    void losesNoSourcesWordUnderConcurrentChanges() throws Exception {
        int sources = 16;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int i = 0; i < sources; i++) {
                int number = i;
                done.add(threads.submit(() -> contribute(number)));
            }
            done.add(threads.submit(this::registerMany));
            for (Future<Integer> future : done) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    throw new AssertionError("a thread failed", e.getCause());
                }
            }
        }
        assertThat(values.query("shared").orElseThrow()).hasSize(sources + 1);
        assertThat(values.query("shared").orElseThrow().toString()).contains("\"api9\"");
    }

    /// As a caller does that commits with records of its own.
    private int contribute(int number) throws RvpsException {
        while (true) {
            List<Change> changes =
                    values.changesToAdd(
                            Source.initdata("doc" + number),
                            Map.of("shared", json("[\"d" + number + "\"]")),
                            values.defaultExpiration());
            if (store.commit(changes) instanceof CommitResult.Committed) {
                return number;
            }
        }
    }

    private int registerMany() throws RvpsException {
        for (int i = 0; i < 10; i++) {
            register("{\"shared\":[\"api" + i + "\"]}");
        }
        return 0;
    }

    private static ReferenceFile file(String text) throws RvpsException {
        return ReferenceFile.read(text.getBytes(UTF_8));
    }

    @Test
    void refusesFileOfWhichOneValueHasExpired() throws RvpsException {
        ReferenceFile file =
                file(
                        """
                        [{"name": "a", "value": [1], "expiration": "2099-12-31T00:00:00Z"},
                         {"name": "b", "value": [2], "expiration": "2001-12-31T00:00:00Z"}]\
                        """);
        assertThatThrownBy(() -> values.register(file)).hasMessageContaining("b");
        assertThat(values.query("a")).isEmpty();
    }

    @Test
    void registersFileBesideWhatDocumentsContribute() throws RvpsException {
        store.commit(
                values.changesToAdd(
                        DOCUMENT, Map.of("a", json("[1]")), Instant.parse("2099-01-01T00:00:00Z")));
        assertThat(values.register(file("[{\"name\": \"a\", \"value\": [2]}]")))
                .containsExactly("a");
        assertThat(values.query("a")).contains(json("[1,2]"));
    }
}
