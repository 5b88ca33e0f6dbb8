package dev.fiducia.kbs.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.ha.store.Change;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.DocumentIdentity;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.initdata.registry.Note;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.api.Terms;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Random histories against a model that knows nothing of the implementation: what is not
/// registered, revoked, expired, a draft or ambiguous is never registered to policies, and the
/// reference values are at each moment those of the revisions in force and those that others gave.
class RegistryHistoryTest {
    private static final int HISTORIES = 10_000;
    private static final List<InitdataDocument> DOCUMENTS =
            IntStream.range(0, 5).mapToObj(i -> TestStore.document("doc" + i)).toList();

    /// What the model knows of a document.
    private static final class Known {
        final String name;
        final Instant from;
        final Instant until;
        String state;
        Instant grace = Instant.MAX;

        Known(String name, String state, Instant from, Instant until) {
            this.name = name;
            this.state = state;
            this.from = from;
            this.until = until;
        }

        boolean isInForce(Instant now) {
            boolean stands =
                    state.equals("active") || (state.equals("superseded") && now.isBefore(grace));
            return stands && !now.isBefore(from) && now.isBefore(until);
        }
    }

    private static final class History {
        final RegistryWorld world = new RegistryWorld();
        final Random random;
        final Map<InitdataDocument, Known> model = new HashMap<>();
        final Set<InitdataDocument> ambiguous = new HashSet<>();
        Set<String> foreign = Set.of();

        History(long seed) {
            this.random = new Random(seed);
        }

        InitdataDocument any() {
            return DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
        }

        void step() {
            InitdataDocument document = any();
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> register(document);
                case 3 -> activate(document, random.nextBoolean(), random.nextBoolean());
                case 4 -> supersede(document, random.nextInt(4) * 10L);
                case 5 -> revoke(document);
                case 6 -> expire(document);
                case 7, 8 -> world.advance(random.nextInt(25));
                case 9 -> others();
                case 10 -> revokeName("n" + random.nextInt(2));
                default -> twin(document);
            }
        }

        void register(InitdataDocument document) {
            String name = "n" + random.nextInt(2);
            boolean active = random.nextInt(3) > 0;
            Optional<Instant> from =
                    random.nextInt(3) == 0
                            ? Optional.of(world.now().plusSeconds(random.nextInt(20)))
                            : Optional.empty();
            Optional<Instant> until =
                    random.nextInt(3) == 0
                            ? Optional.of(world.now().plusSeconds(20 + random.nextInt(30)))
                            : Optional.empty();
            boolean reinstate = random.nextInt(4) == 0;
            boolean reasoned = random.nextBoolean();
            Registration request =
                    new Registration(
                            document,
                            Optional.of(name),
                            active,
                            new Lifetime(from, until, Optional.empty()),
                            Map.of(),
                            Set.of(),
                            Judgement.CLEAN,
                            reinstate);
            RegistryOutcome outcome =
                    world.registry.register(
                            request, reasoned ? TestStore.TERMS.because("so") : TestStore.TERMS);
            Known known = model.get(document);
            if (known == null) {
                assertThat(outcome).isInstanceOf(RegistryOutcome.Done.class);
                model.put(
                        document,
                        new Known(
                                name,
                                active ? "active" : "draft",
                                from.orElse(Instant.MIN),
                                until.orElse(Instant.MAX)));
            } else if (outcome instanceof RegistryOutcome.Done done
                    && done.effect() == RegistryOutcome.Effect.CHANGED) {
                assertThat(known.state).isEqualTo("revoked");
                assertThat(reinstate && reasoned).isTrue();
                known.state = "active";
            }
        }

        boolean change(InitdataDocument document, Transition transition, boolean reasoned) {
            RegistryOutcome outcome =
                    world.registry.change(
                            Selection.document(document.id()),
                            transition,
                            Judgement.CLEAN,
                            reasoned ? TestStore.TERMS.because("so") : TestStore.TERMS);
            return outcome instanceof RegistryOutcome.Done done
                    && done.effect() == RegistryOutcome.Effect.CHANGED;
        }

        void activate(InitdataDocument document, boolean reinstate, boolean reasoned) {
            @Nullable Known known = model.get(document);
            boolean allowed =
                    known != null
                            && world.now().isBefore(known.until)
                            && (!known.state.equals("revoked") || (reinstate && reasoned));
            boolean changed = change(document, new Transition.Activate(reinstate), reasoned);
            if (known != null && allowed) {
                assertThat(changed).isEqualTo(!known.state.equals("active"));
                known.state = "active";
            } else {
                assertThat(changed).isFalse();
            }
        }

        void supersede(InitdataDocument document, long grace) {
            @Nullable Known known = model.get(document);
            boolean allowed = known != null && known.isInForce(world.now());
            boolean changed =
                    change(document, new Transition.Supersede(Duration.ofSeconds(grace)), false);
            assertThat(!changed || allowed).isTrue();
            if (known != null && allowed) {
                known.state = "superseded";
                known.grace = world.now().plusSeconds(grace);
            }
        }

        void revoke(InitdataDocument document) {
            change(document, new Transition.Revoke(), false);
            @Nullable Known known = model.get(document);
            if (known != null) {
                known.state = "revoked";
            }
        }

        void revokeName(String name) {
            world.registry.change(
                    Selection.allOf(name),
                    new Transition.Revoke(),
                    Judgement.CLEAN,
                    TestStore.TERMS);
            model.values().stream()
                    .filter(known -> known.name.equals(name))
                    .forEach(known -> known.state = "revoked");
        }

        void expire(InitdataDocument document) {
            change(document, new Transition.Expire(), false);
            @Nullable Known known = model.get(document);
            if (known != null && !known.state.equals("revoked")) {
                known.state = "expired";
            }
        }

        /// Another source says what is good, among it what documents of ours give too.
        void others() {
            Set<String> values = new HashSet<>();
            if (random.nextBoolean()) {
                values.add("f".repeat(64));
            }
            if (random.nextBoolean()) {
                values.add(RegistryWorld.pcr8(any()));
            }
            world.foreign(values);
            foreign = values;
        }

        /// A registration that evidence can't tell from the document's own, which only a broken
        /// hash could bring about.
        void twin(InitdataDocument document) {
            if (random.nextInt(4) > 0 || !model.containsKey(document) || !ambiguous.add(document)) {
                return;
            }
            DocumentIdentity identity = DocumentIdentity.of(document);
            InitdataRevision twin =
                    new InitdataRevision(
                            new DocumentIdentity(
                                    "e".repeat(60) + identity.id().substring(0, 4),
                                    identity.algorithm(),
                                    identity.digest(),
                                    1),
                            "twin-" + identity.id().substring(0, 4),
                            1,
                            RevisionState.ACTIVE,
                            Lifetime.UNLIMITED,
                            new TreeMap<>(),
                            Set.of(),
                            new TreeSet<>(),
                            new Note(world.now(), "test", Optional.empty()),
                            Optional.empty());
            world.store.commit(
                    List.of(
                            new Change.Put(
                                    InitdataRegistry.NAMESPACE,
                                    twin.id(),
                                    RevisionCodec.encode(twin),
                                    Change.ABSENT)));
        }

        void check() {
            Set<String> expected = new HashSet<>(foreign);
            for (InitdataDocument document : DOCUMENTS) {
                @Nullable Known known = model.get(document);
                boolean inForce = known != null && known.isInForce(world.now());
                if (inForce) {
                    expected.add(RegistryWorld.pcr8(document));
                }
                assertThat(world.isRegistered(document))
                        .isEqualTo(inForce && !ambiguous.contains(document));
            }
            assertThat(world.pcr8s()).isEqualTo(expected);
        }
    }

    @Test
    void standsOnlyForWhatIsInForce() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed);
            int steps = 3 + history.random.nextInt(10);
            for (int step = 0; step < steps; step++) {
                history.step();
                try {
                    history.check();
                } catch (AssertionError e) {
                    throw new AssertionError("history " + seed + ", step " + step, e);
                }
            }
            if (seed % 100 == 0) { // reads the whole chain
                assertThat(history.world.audit.verify(List.of()).problems()).isEmpty();
            }
        }
    }

    @Test
    void keepsThreadsThatCollideApart() throws Exception {
        for (int round = 0; round < 25; round++) {
            RegistryWorld world = new RegistryWorld();
            world.foreign(Set.of("f".repeat(64)));
            AtomicInteger changes = new AtomicInteger();
            List<Future<?>> threads = new ArrayList<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
                for (int thread = 0; thread < 4; thread++) {
                    Random random = new Random(round * 4L + thread);
                    threads.add(
                            pool.submit(() -> {
                                for (int i = 0; i < 15; i++) {
                                    changes.addAndGet(collide(world, random));
                                }
                            }));
                }
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
            Set<String> expected = new HashSet<>(Set.of("f".repeat(64)));
            for (InitdataDocument document : DOCUMENTS) {
                Optional<VersionedRevision> found = world.registry.find(document.id());
                boolean inForce =
                        found.isPresent() && found.get().revision().isInForceAt(world.now());
                assertThat(world.isRegistered(document)).isEqualTo(inForce);
                if (inForce) {
                    expected.add(RegistryWorld.pcr8(document));
                }
            }
            assertThat(world.pcr8s()).isEqualTo(expected);
            AuditVerdict verdict = world.audit.verify(List.of());
            assertThat(verdict.problems()).isEmpty();
            assertThat(verdict.events()).isEqualTo(changes.get());
        }
    }

    /// One random change; 1 if it changed something.
    private static int collide(RegistryWorld world, Random random) {
        InitdataDocument document = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
        Selection one = Selection.document(document.id());
        Terms terms = TestStore.TERMS.because("so");
        RegistryOutcome outcome =
                switch (random.nextInt(5)) {
                    case 0, 1 ->
                            world.registry.register(
                                    Registration.of(document, Optional.of("shared")), terms);
                    case 2 ->
                            world.registry.change(
                                    one, new Transition.Revoke(), Judgement.CLEAN, terms);
                    case 3 ->
                            world.registry.change(
                                    one, new Transition.Activate(true), Judgement.CLEAN, terms);
                    default ->
                            world.registry.change(
                                    one,
                                    new Transition.Supersede(Duration.ofHours(1)),
                                    Judgement.CLEAN,
                                    terms);
                };
        return outcome instanceof RegistryOutcome.Done done
                        && (done.effect() == RegistryOutcome.Effect.CREATED
                                || done.effect() == RegistryOutcome.Effect.CHANGED)
                ? 1
                : 0;
    }
}
