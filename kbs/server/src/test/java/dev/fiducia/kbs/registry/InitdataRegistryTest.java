package dev.fiducia.kbs.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.DocumentIdentity;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.registry.RegistryOutcome.Done;
import dev.fiducia.kbs.registry.RegistryOutcome.Effect;
import dev.fiducia.kbs.registry.RegistryOutcome.Refused;
import dev.fiducia.rvps.ReferenceValues;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class InitdataRegistryTest {
    private static final InitdataDocument DOCUMENT = TestStore.document("a");

    @TempDir private Path folder;
    private TestStore test;

    @BeforeEach
    void open() {
        test = TestStore.open(folder, 50);
    }

    @AfterEach
    void close() throws Exception {
        test.close();
    }

    private static String value(InitdataDocument document, String name) {
        return document.platformValues().find(name).orElseThrow().value();
    }

    private List<String> reference(String name) {
        List<String> values = new ArrayList<>();
        test.references()
                .query(name)
                .ifPresent(list -> list.forEach(v -> values.add(v.textValue())));
        return values;
    }

    private static String refused(RegistryOutcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).code();
    }

    private static Effect effect(RegistryOutcome outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done) outcome).effect();
    }

    private InitdataRevision found(String reference) {
        return test.registry().find(reference).orElseThrow().revision();
    }

    private Optional<ObjectNode> seen(InitdataDocument document) {
        return new RegistryBindings(test.registry())
                .lookup(Tee.SNP, value(document, "snp.host_data"));
    }

    @Test
    void knowsNothingThatWasNotRegistered() {
        assertThat(seen(DOCUMENT)).isEmpty();
        assertThat(refused(test.revoke("a".repeat(64)))).isEqualTo("initdata-unknown");
        RegistryBindings bindings = new RegistryBindings(test.registry());
        assertThat(bindings.lookup(Tee.SNP, "0".repeat(64))).isEmpty();
        assertThat(bindings.lookup(Tee.SNP, "not hex")).isEmpty();
        assertThat(bindings.lookup(Tee.NVIDIA, "0".repeat(64))).isEmpty();
    }

    @Test
    void registersReferenceValuesUnderTheirUsualNames() {
        assertThat(effect(test.register(DOCUMENT))).isEqualTo(Effect.CREATED);
        assertThat(reference("init_data"))
                .containsExactly(
                        value(DOCUMENT, "snp.host_data"),
                        value(DOCUMENT, "tdx.mr_config_id"),
                        value(DOCUMENT, "sgx.config_id"));
        assertThat(reference("snp_pcr08")).containsExactly(value(DOCUMENT, "vtpm.pcr08.sha256"));
        assertThat(reference("tdx_pcr08")).containsExactly(value(DOCUMENT, "vtpm.pcr08.sha256"));
    }

    @Test
    void findsTheDocumentByWhatEvidenceShows() {
        test.register(DOCUMENT, "demo");
        RegistryBindings bindings = new RegistryBindings(test.registry());
        for (var claim :
                List.of(
                        java.util.Map.entry(Tee.SNP, "snp.host_data"),
                        java.util.Map.entry(Tee.TDX, "tdx.mr_config_id"),
                        java.util.Map.entry(Tee.AZ_SNP_VTPM, "vtpm.pcr08.sha256"),
                        java.util.Map.entry(Tee.SAMPLE, "sample.init_data"))) {
            JsonNode found =
                    bindings.lookup(claim.getKey(), value(DOCUMENT, claim.getValue()))
                            .orElseThrow();
            assertThat(found.path("registered").asBoolean()).isTrue();
            assertThat(found.path("name").asText()).isEqualTo("demo");
            assertThat(found.path("digest").asText()).isEqualTo(DOCUMENT.digest().hex());
        }
        assertThat(bindings.lookup(Tee.SNP, value(DOCUMENT, "vtpm.pcr08.sha256"))).isEmpty();
    }

    @Test
    void changesNothingForTheSameBytes() {
        test.register(DOCUMENT);
        assertThat(effect(test.register(DOCUMENT))).isEqualTo(Effect.UNCHANGED);
        assertThat(test.registry().page(Optional.empty(), _ -> true, 10)).hasSize(1);
    }

    @Test
    void takesEverythingBackOnRevocation() {
        InitdataDocument other = TestStore.document("b");
        test.register(DOCUMENT, "demo");
        test.register(other);
        assertThat(effect(test.revoke("demo"))).isEqualTo(Effect.CHANGED);
        assertThat(reference("init_data"))
                .contains(value(other, "snp.host_data"))
                .doesNotContain(value(DOCUMENT, "snp.host_data"));
        assertThat(reference("snp_pcr08")).containsExactly(value(other, "vtpm.pcr08.sha256"));
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isFalse();
        assertThat(seen(DOCUMENT).orElseThrow().path("state").asText()).isEqualTo("revoked");
        assertThat(effect(test.revoke(DOCUMENT.digest().hex()))).isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void standsForARevokedDocumentAgainOnlyWhenAskedTo() {
        test.register(DOCUMENT);
        test.revoke(DOCUMENT.id());
        assertThat(refused(test.register(DOCUMENT))).isEqualTo("initdata-revoked");
        assertThat(reference("init_data")).isEmpty();
        Registration again = Registration.of(DOCUMENT, Optional.empty()).reinstated();
        assertThat(refused(test.registry().register(again, TestStore.TERMS)))
                .isEqualTo("initdata-reason-missing");
        assertThat(effect(test.registry().register(again, TestStore.TERMS.because("a mistake"))))
                .isEqualTo(Effect.CHANGED);
        assertThat(reference("init_data")).hasSize(3);
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isTrue();
    }

    @Test
    void numbersTheRevisionsOfAName() {
        InitdataDocument other = TestStore.document("b");
        test.register(DOCUMENT, "demo");
        assertThat(refused(test.register(DOCUMENT, "other"))).isEqualTo("initdata-named-otherwise");
        assertThat(effect(test.register(other, "demo"))).isEqualTo(Effect.CREATED);
        assertThat(found("demo").number()).isEqualTo(2);
        assertThat(seen(DOCUMENT).orElseThrow().path("revision").asInt()).isEqualTo(1);
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isTrue();
        assertThat(test.registry().find("demo", "1").orElseThrow().revision().document().digest())
                .isEqualTo(DOCUMENT.digest());
        assertThat(test.registry().find("demo", "3")).isEmpty();
        test.revoke(other.id());
        assertThat(found("demo").number()).isEqualTo(1);
        test.register(TestStore.document("c"), "demo");
        assertThat(found("demo").number()).isEqualTo(3);
    }

    @Test
    void revokesAllRevisionsOfAName() {
        InitdataDocument other = TestStore.document("b");
        test.register(DOCUMENT, "demo");
        test.register(other, "demo");
        assertThat(effect(test.revoke("demo"))).isEqualTo(Effect.CHANGED);
        assertThat(seen(DOCUMENT).orElseThrow().path("state").asText()).isEqualTo("revoked");
        assertThat(seen(other).orElseThrow().path("state").asText()).isEqualTo("revoked");
        assertThat(reference("init_data")).isEmpty();
        assertThat(effect(test.revoke("demo"))).isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void namesADocumentWithoutOneByItsId() {
        test.register(DOCUMENT);
        String name = "sha256-" + DOCUMENT.id().substring(7, 19);
        assertThat(found(name).number()).isEqualTo(1);
        assertThat(refused(test.register(DOCUMENT, "demo"))).isEqualTo("initdata-named-otherwise");
    }

    @Test
    void doesNotStandForADraftUntilItIsActive() {
        Registration draft =
                new Registration(
                        DOCUMENT,
                        Optional.of("demo"),
                        false,
                        Lifetime.UNLIMITED,
                        Map.of("team", "a"),
                        Set.of(),
                        Judgement.CLEAN,
                        false);
        test.registry().register(draft, TestStore.TERMS);
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isFalse();
        assertThat(seen(DOCUMENT).orElseThrow().path("state").asText()).isEqualTo("draft");
        assertThat(reference("init_data")).isEmpty();
        test.change(Selection.revision("demo", "1"), new Transition.Activate(false));
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isTrue();
        assertThat(seen(DOCUMENT).orElseThrow().at("/labels/team").asText()).isEqualTo("a");
        assertThat(reference("init_data")).hasSize(3);
    }

    @Test
    void changesNothingForAnotherVersion() {
        test.register(DOCUMENT, "demo");
        long version = test.registry().find("demo").orElseThrow().version();
        Terms stale = TestStore.TERMS.at(version + 1);
        Selection one = Selection.document(DOCUMENT.id());
        assertThat(
                        refused(
                                test.registry()
                                        .change(
                                                one,
                                                new Transition.Revoke(),
                                                Judgement.CLEAN,
                                                stale)))
                .isEqualTo("initdata-changed");
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isTrue();
        Terms right = TestStore.TERMS.at(version);
        RegistryOutcome outcome =
                test.registry().change(one, new Transition.Revoke(), Judgement.CLEAN, right);
        assertThat(((Done) outcome).version())
                .isEqualTo(test.registry().find("demo").orElseThrow().version())
                .isGreaterThan(version);
    }

    @Test
    void standsForNeitherOfTwoRevisionsThatEvidenceCannotTellApart() {
        test.register(DOCUMENT, "demo");
        InitdataRevision genuine = found("demo");
        InitdataRevision twin =
                new InitdataRevision(
                        new DocumentIdentity(
                                "b".repeat(64),
                                genuine.document().algorithm(),
                                genuine.document().digest(),
                                1),
                        "twin",
                        1,
                        RevisionState.DRAFT,
                        Lifetime.UNLIMITED,
                        new TreeMap<>(),
                        Set.of(),
                        new TreeSet<>(),
                        genuine.registered(),
                        Optional.empty());
        test.store()
                .commit(
                        List.of(
                                new Change.Put(
                                        InitdataRegistry.NAMESPACE,
                                        twin.id(),
                                        RevisionCodec.encode(twin),
                                        Change.ABSENT)));
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean(true)).isFalse();
        assertThat(seen(DOCUMENT).orElseThrow().path("state").asText()).isEqualTo("ambiguous");
        test.revoke("twin");
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean(true)).isFalse();
        assertThat(seen(DOCUMENT).orElseThrow().path("state").asText()).isEqualTo("revoked");
    }

    @Test
    void changesNothingOnADryRun() {
        Terms trial = TestStore.TERMS.asDryRun();
        assertThat(
                        effect(
                                test.registry()
                                        .register(
                                                Registration.of(DOCUMENT, Optional.empty()),
                                                trial)))
                .isEqualTo(Effect.CREATED);
        assertThat(seen(DOCUMENT)).isEmpty();
        test.register(DOCUMENT);
        test.registry()
                .change(
                        Selection.document(DOCUMENT.id()),
                        new Transition.Revoke(),
                        Judgement.CLEAN,
                        trial);
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isTrue();
    }

    @Test
    void refusesMoreThanItsBound() {
        for (int i = 0; i < 50; i++) {
            test.register(TestStore.document("d" + i));
        }
        assertThat(refused(test.register(DOCUMENT))).isEqualTo("initdata-too-many");
    }

    @Test
    void keepsTheBytesAndSurvivesARestart() throws Exception {
        test.register(DOCUMENT, "demo");
        test.close();
        test = TestStore.open(folder, 50);
        InitdataRevision entry = found("demo");
        assertThat(test.registry().document(entry)).contains(DOCUMENT.raw());
        assertThat(entry.registered().at()).isEqualTo(TestStore.CLOCK.instant());
    }

    @Test
    void losesNoContributionWhenManyRegisterAndRevokeAtOnce() throws Exception {
        List<InitdataDocument> revoked = new ArrayList<>();
        List<InitdataDocument> kept = new ArrayList<>();
        List<Callable<RegistryOutcome>> changes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            InitdataDocument old = TestStore.document("old" + i);
            InitdataDocument fresh = TestStore.document("new" + i);
            test.register(old);
            revoked.add(old);
            kept.add(fresh);
            changes.add(() -> test.revoke(old.id()));
            changes.add(() -> test.register(fresh));
            changes.add(() -> test.register(fresh));
        }
        CountDownLatch start = new CountDownLatch(1);
        List<Future<RegistryOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Callable<RegistryOutcome> change : changes) {
                outcomes.add(
                        pool.submit(() -> {
                            start.await();
                            return change.call();
                        }));
            }
            start.countDown();
        }
        for (Future<RegistryOutcome> outcome : outcomes) {
            assertThat(outcome.get()).isInstanceOf(Done.class);
        }
        assertThat(reference("snp_pcr08"))
                .containsExactlyInAnyOrderElementsOf(
                        kept.stream().map(d -> value(d, "vtpm.pcr08.sha256")).toList());
        assertThat(reference("init_data")).hasSize(3 * kept.size());
        assertThat(revoked)
                .allSatisfy(d ->
                        assertThat(seen(d).orElseThrow().path("registered").asBoolean()).isFalse());
        assertThat(kept)
                .allSatisfy(d ->
                        assertThat(seen(d).orElseThrow().path("registered").asBoolean()).isTrue());
    }

    @Test
    void takesTheNextNumberWhereAnotherTookOneWhileTheRequestWasJudged() {
        InitdataDocument faster = TestStore.document("b");
        AtomicInteger questions = new AtomicInteger();
        RecordStore interrupted =
                (RecordStore)
                        Proxy.newProxyInstance(
                                RecordStore.class.getClassLoader(),
                                new Class<?>[] {RecordStore.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("commit")
                                            && questions.incrementAndGet() == 1) {
                                        test.register(faster, "demo");
                                    }
                                    return method.invoke(test.store(), arguments);
                                });
        InitdataRegistry registry =
                TestStore.registryOn(
                        interrupted, new ReferenceValues(interrupted, TestStore.CLOCK), 50);
        registry.register(Registration.of(DOCUMENT, Optional.of("demo")), TestStore.TERMS);
        assertThat(registry.find("demo", "1").orElseThrow().revision().document().digest())
                .isEqualTo(faster.digest());
        assertThat(registry.find("demo", "2").orElseThrow().revision().document().digest())
                .isEqualTo(DOCUMENT.digest());
    }

    @Test
    void numbersRevisionsThatAreRegisteredAtOnce() throws Exception {
        List<Future<RegistryOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                InitdataDocument document = TestStore.document("n" + i);
                outcomes.add(pool.submit(() -> test.register(document, "one")));
            }
        }
        for (Future<RegistryOutcome> outcome : outcomes) {
            assertThat(effect(outcome.get())).isEqualTo(Effect.CREATED);
        }
        assertThat(test.registry().revisions("one"))
                .extracting(each -> each.revision().number())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(reference("snp_pcr08")).hasSize(8);
    }
}
