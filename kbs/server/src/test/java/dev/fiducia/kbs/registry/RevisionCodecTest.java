package dev.fiducia.kbs.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.registry.DocumentIdentity;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.initdata.registry.Note;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.initdata.registry.Transition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

class RevisionCodecTest {
    private static final InitdataDocument DOCUMENT = TestStore.document("a");
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    private static StoredRecord record(String json) {
        return new StoredRecord(
                DocumentIdentity.of(DOCUMENT).id(),
                1,
                json.getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH);
    }

    private static String first(String state, String registeredAt, String more) {
        return """
        {"v":1,"algorithm":"sha256","digest":"%s","size":72,%s"state":"%s",
         "registered_at":"%s","registered_by":"anna"}\
        """
                .formatted(DOCUMENT.digest().hex(), more, state, registeredAt);
    }

    @Test
    void readsWhatItWrote() {
        InitdataRevision revision =
                new InitdataRevision(
                        DocumentIdentity.of(DOCUMENT),
                        "demo",
                        7,
                        RevisionState.SUPERSEDED,
                        new Lifetime(
                                Optional.of(NOW),
                                Optional.of(NOW.plusSeconds(9)),
                                Optional.of(NOW.plusSeconds(5))),
                        new TreeMap<>(Map.of("team", "a")),
                        Set.of(Platform.AZ_SNP_VTPM, Platform.TDX),
                        new TreeSet<>(Set.of("NET103")),
                        new Note(NOW, "anna", Optional.of("we need it")),
                        Optional.of(new Note(NOW, "bert", Optional.empty())));
        StoredRecord stored =
                new StoredRecord(revision.id(), 1, RevisionCodec.encode(revision), Instant.EPOCH);
        assertThat(RevisionCodec.decode(stored)).isEqualTo(revision);
    }

    @Test
    void readsTheFirstFormat() {
        InitdataRevision named =
                RevisionCodec.decode(
                        record(first("active", "2026-11-01T00:00:00Z", "\"name\":\"demo\",")));
        assertThat(named.name()).isEqualTo("demo");
        assertThat(named.number()).isZero();
        assertThat(named.isInForceAt(NOW)).isTrue();
        assertThat(named.registered().by()).isEqualTo("anna");
        InitdataRevision unnamed =
                RevisionCodec.decode(
                        record(
                                first(
                                        "revoked",
                                        "2026-11-01T00:00:00Z",
                                        "\"revoked_at\":\"2026-11-02T00:00:00Z\",")));
        assertThat(unnamed.name()).isEqualTo("sha256-" + unnamed.id().substring(0, 12));
        assertThat(unnamed.stateAt(NOW)).isEqualTo(RevisionState.REVOKED);
        assertThat(unnamed.changed().orElseThrow().at()).isEqualTo("2026-11-02T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"v\":3}",
                "{\"v\":1,\"algorithm\":\"sha256\"}",
                "{\"v\":2,\"revision\":0}",
                "{\"v\":2,\"revision\":1,\"algorithm\":\"md5\"}"
            })
    void refusesDamage(String json) {
        assertThatThrownBy(() -> RevisionCodec.decode(record(json)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void keepsTheNumbersOfRegistrationsOfTheFirstFormat(@TempDir Path folder) throws Exception {
        TestStore test = TestStore.open(folder, 50);
        List<InitdataDocument> documents =
                List.of(TestStore.document("x"), TestStore.document("y"), TestStore.document("z"));
        for (int i = 0; i < 3; i++) {
            DocumentIdentity identity = DocumentIdentity.of(documents.get(i));
            String json =
                    """
                    {"v":1,"algorithm":"sha256","digest":"%s","size":72,"name":"demo",
                     "state":"%s","registered_at":"2026-11-0%dT00:00:00Z","registered_by":"anna"}\
                    """
                            .formatted(identity.id(), i < 2 ? "revoked" : "active", 3 - i);
            test.store()
                    .commit(
                            List.of(
                                    put(InitdataRegistry.NAMESPACE, identity.id(), json),
                                    new Change.Put(
                                            InitdataRegistry.DOCUMENTS,
                                            identity.id(),
                                            documents.get(i).raw(),
                                            Change.ABSENT)));
        }
        test.store()
                .commit(
                        List.of(
                                put(
                                        InitdataRegistry.NAMES,
                                        "demo",
                                        DocumentIdentity.of(documents.get(2)).id())));
        assertThat(numbers(test)).containsExactly("z1", "y2", "x3");
        test.registry()
                .change(
                        Selection.document(documents.get(1).id()),
                        new Transition.Activate(true),
                        Judgement.CLEAN,
                        TestStore.TERMS.because("a mistake"));
        test.register(TestStore.document("w"), "demo");
        assertThat(numbers(test)).containsExactly("z1", "y2", "x3", "w4");
        test.close();
    }

    private static Change put(dev.fiducia.ha.store.Namespace namespace, String key, String text) {
        return new Change.Put(namespace, key, text.getBytes(StandardCharsets.UTF_8), Change.ABSENT);
    }

    private static List<String> numbers(TestStore test) {
        return test.registry().revisions("demo").stream()
                .map(VersionedRevision::revision)
                .map(revision ->
                        test.registry().parsedDocument(revision).data().get("aa.toml")
                                + revision.number())
                .toList();
    }
}
