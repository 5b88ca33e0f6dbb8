package dev.fiducia.kbs.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.initdata.InitdataDocument;
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
import java.util.Optional;
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

    private Optional<ObjectNode> seen(InitdataDocument document) {
        return new RegistryBindings(test.registry())
                .lookup(Tee.SNP, value(document, "snp.host_data"));
    }

    @Test
    void knowsNothingThatWasNotRegistered() {
        assertThat(seen(DOCUMENT)).isEmpty();
        assertThat(refused(test.registry().revoke("a".repeat(64), false, "test")))
                .isEqualTo("initdata-unknown");
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
        test.register(DOCUMENT, Optional.of("demo"), false);
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
        assertThat(test.registry().page(Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void takesEverythingBackOnRevocation() {
        InitdataDocument other = TestStore.document("b");
        test.register(DOCUMENT, Optional.of("demo"), false);
        test.register(other);
        assertThat(effect(test.registry().revoke("demo", false, "test"))).isEqualTo(Effect.CHANGED);
        assertThat(reference("init_data"))
                .contains(value(other, "snp.host_data"))
                .doesNotContain(value(DOCUMENT, "snp.host_data"));
        assertThat(reference("snp_pcr08")).containsExactly(value(other, "vtpm.pcr08.sha256"));
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isFalse();
        assertThat(seen(DOCUMENT).orElseThrow().path("state").asText()).isEqualTo("revoked");
        assertThat(effect(test.registry().revoke(DOCUMENT.digest().hex(), false, "test")))
                .isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void standsForARevokedDocumentAgainOnlyWhenAskedTo() {
        test.register(DOCUMENT);
        test.registry().revoke(DOCUMENT.id(), false, "test");
        assertThat(refused(test.register(DOCUMENT))).isEqualTo("initdata-revoked");
        assertThat(reference("init_data")).isEmpty();
        assertThat(effect(test.register(DOCUMENT, Optional.empty(), true)))
                .isEqualTo(Effect.CHANGED);
        assertThat(reference("init_data")).hasSize(3);
        assertThat(seen(DOCUMENT).orElseThrow().path("registered").asBoolean()).isTrue();
    }

    @Test
    void givesANameToOneActiveDocumentAtATime() {
        InitdataDocument other = TestStore.document("b");
        test.register(DOCUMENT, Optional.of("demo"), false);
        assertThat(refused(test.register(other, Optional.of("demo"), false)))
                .isEqualTo("initdata-name-taken");
        assertThat(refused(test.register(DOCUMENT, Optional.of("other"), false)))
                .isEqualTo("initdata-named-otherwise");
        test.registry().revoke("demo", false, "test");
        assertThat(effect(test.register(other, Optional.of("demo"), false)))
                .isEqualTo(Effect.CREATED);
        assertThat(test.registry().find("demo").orElseThrow().digest())
                .isEqualTo(other.digest().hex());
    }

    @Test
    void changesNothingOnADryRun() {
        assertThat(
                        effect(
                                test.registry()
                                        .register(
                                                new InitdataRegistry.Registration(
                                                        DOCUMENT,
                                                        Optional.empty(),
                                                        false,
                                                        true,
                                                        "test"))))
                .isEqualTo(Effect.CREATED);
        assertThat(seen(DOCUMENT)).isEmpty();
        test.register(DOCUMENT);
        test.registry().revoke(DOCUMENT.id(), true, "test");
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
        test.register(DOCUMENT, Optional.of("demo"), false);
        test.close();
        test = TestStore.open(folder, 50);
        RegisteredInitdata entry = test.registry().find("demo").orElseThrow();
        assertThat(test.registry().document(entry)).contains(DOCUMENT.raw());
        assertThat(entry.registeredAt()).isEqualTo(TestStore.CLOCK.instant());
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
            changes.add(() -> test.registry().revoke(old.id(), false, "test"));
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
    void refusesANameThatIsTakenWhileTheRequestIsJudged() {
        InitdataDocument faster = TestStore.document("b");
        AtomicInteger questions = new AtomicInteger();
        RecordStore interrupted =
                (RecordStore)
                        Proxy.newProxyInstance(
                                RecordStore.class.getClassLoader(),
                                new Class<?>[] {RecordStore.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("get")
                                            && arguments[0].equals(InitdataRegistry.NAMES)
                                            && questions.incrementAndGet() == 2) {
                                        test.register(faster, Optional.of("demo"), false);
                                    }
                                    return method.invoke(test.store(), arguments);
                                });
        InitdataRegistry registry =
                new InitdataRegistry(
                        interrupted,
                        new ReferenceValues(interrupted, TestStore.CLOCK),
                        TestStore.CLOCK,
                        50);
        assertThat(
                        refused(
                                registry.register(
                                        new InitdataRegistry.Registration(
                                                DOCUMENT,
                                                Optional.of("demo"),
                                                false,
                                                false,
                                                "test"))))
                .isEqualTo("initdata-name-taken");
        assertThat(registry.find("demo").orElseThrow().digest()).isEqualTo(faster.digest().hex());
        assertThat(seen(DOCUMENT)).isEmpty();
    }

    @Test
    void letsOneOfTwoHaveAName() throws Exception {
        List<Future<RegistryOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                InitdataDocument document = TestStore.document("n" + i);
                outcomes.add(pool.submit(() -> test.register(document, Optional.of("one"), false)));
            }
        }
        int done = 0;
        for (Future<RegistryOutcome> outcome : outcomes) {
            done += outcome.get() instanceof Done ? 1 : 0;
        }
        assertThat(done).isEqualTo(1);
        assertThat(reference("snp_pcr08")).hasSize(1);
    }
}
