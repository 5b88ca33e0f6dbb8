package dev.fiducia.kbs.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.config.Approval;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// Where two persons stand for what counts.
class SecondPersonTest {
    private static final InitdataDocument DOCUMENT = TestStore.document("a");
    private static final Selection ONE = Selection.revision("demo", "1");
    private static final Terms ANNA = Terms.of("anna");
    private static final Terms BERT = Terms.of("bert");
    private static final Terms CARL = Terms.of("carl");
    private static final Terms NOBODY =
            Terms.of(new AdminIdentity("admin", Optional.of("idp"), Optional.empty()));

    private final RegistryWorld world = new RegistryWorld(Approval.SECOND_PERSON);

    private static Registration draft() {
        Registration all = Registration.of(DOCUMENT, Optional.of("demo"));
        return new Registration(
                all.document(),
                all.name(),
                false,
                all.lifetime(),
                all.labels(),
                all.platforms(),
                all.judgement(),
                all.reinstate());
    }

    private RegistryOutcome change(Transition transition, Terms terms) {
        return world.registry.change(ONE, transition, Judgement.CLEAN, terms);
    }

    private RegistryOutcome activate(Terms terms) {
        return change(new Transition.Activate(false), terms);
    }

    private RegistryOutcome reinstate(Terms terms) {
        return change(new Transition.Activate(true), terms.because("it was a mistake"));
    }

    private InitdataRevision revision() {
        return world.registry.find("demo", "1").orElseThrow().revision();
    }

    private static void assertRefused(RegistryOutcome outcome, String code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RegistryOutcome.Refused.class,
                        refused -> {
                            assertThat(refused.kind()).isEqualTo(RegistryOutcome.Kind.FORBIDDEN);
                            assertThat(refused.code()).isEqualTo(code);
                        });
    }

    private static void assertDone(RegistryOutcome outcome) {
        assertThat(outcome).isInstanceOf(RegistryOutcome.Done.class);
    }

    @Test
    void nobodyRegistersWhatCountsAtOnce() {
        assertRefused(
                world.registry.register(Registration.of(DOCUMENT, Optional.of("demo")), ANNA),
                "approval-needed");
        assertThat(world.registry.find("demo")).isEmpty();
    }

    @Test
    void theAuthorCannotActivate() {
        assertDone(world.registry.register(draft(), ANNA));
        assertRefused(activate(ANNA), "approval-second-person");
        assertRefused(activate(ANNA.asDryRun()), "approval-second-person");
        assertThat(world.isRegistered(DOCUMENT)).isFalse();
    }

    @Test
    void whoDoesNotSayWhoTheyAreIsNobodysSecondPerson() {
        assertRefused(world.registry.register(draft(), NOBODY), "approval-needs-subject");
        assertDone(world.registry.register(draft(), ANNA));
        assertRefused(activate(NOBODY), "approval-needs-subject");
        assertRefused(
                activate(Terms.of(new AdminIdentity("a", Optional.empty(), Optional.of(" ")))),
                "approval-needs-subject");
        assertThat(world.isRegistered(DOCUMENT)).isFalse();
    }

    @Test
    void anotherPersonActivates() {
        assertDone(world.registry.register(draft(), ANNA));
        assertDone(activate(BERT));
        assertThat(world.isRegistered(DOCUMENT)).isTrue();
        assertThat(revision().changed().orElseThrow().by()).isEqualTo("bert");
    }

    @Test
    void whoChangedTheLabelsOfADraftCannotActivateIt() {
        assertDone(world.registry.register(draft(), ANNA));
        assertDone(label(BERT, "prod"));
        assertRefused(activate(BERT), "approval-second-person");
        assertRefused(activate(ANNA), "approval-second-person");
        assertDone(activate(CARL));
        assertThat(world.isRegistered(DOCUMENT)).isTrue();
    }

    @Test
    void nobodyAloneChangesTheLabelsOfWhatCounts() {
        activated();
        assertRefused(label(CARL, "prod"), "approval-needed");
        assertThat(revision().labels()).isEmpty();
    }

    @Test
    void oneIsEnoughToTakeBack() {
        activated();
        assertDone(change(new Transition.Revoke(), ANNA));
        assertThat(world.isRegistered(DOCUMENT)).isFalse();
    }

    @Test
    void whatWasTakenBackNeedsTwoPersonsToCountAgain() {
        activated();
        change(new Transition.Revoke(), CARL);

        assertDone(reinstate(BERT));
        assertThat(revision().state()).isEqualTo(RevisionState.REVOKED);
        assertThat(revision().proposed().orElseThrow().by()).isEqualTo("bert");
        assertThat(world.isRegistered(DOCUMENT)).isFalse();
        assertRefused(reinstate(BERT), "approval-second-person");
        assertRefused(reinstate(ANNA), "approval-second-person");
        assertRefused(
                world.registry.register(draft().reinstated(), CARL.because("so")),
                "approval-needed");

        assertDone(reinstate(CARL));
        assertThat(revision().state()).isEqualTo(RevisionState.ACTIVE);
        assertThat(revision().proposed()).isEmpty();
    }

    @Test
    void aProposalEndsWithTheNextChange() {
        activated();
        change(new Transition.Expire(), CARL);
        assertDone(activate(BERT));
        change(new Transition.Revoke(), CARL);

        assertThat(revision().proposed()).isEmpty();
        assertDone(reinstate(CARL));
        assertThat(world.isRegistered(DOCUMENT)).isFalse();
    }

    /// Whatever one person does, nothing comes into force by it.
    @Test
    void onePersonAloneBringsNothingIntoForce() {
        for (int seed = 0; seed < 300; seed++) {
            RegistryWorld alone = new RegistryWorld(Approval.SECOND_PERSON);
            Random random = new Random(seed);
            Terms terms = ANNA.because("so");
            alone.registry.register(draft(), terms);
            for (int step = 0; step < 12; step++) {
                switch (random.nextInt(7)) {
                    case 0 -> alone.registry.register(draft(), terms);
                    case 1 -> alone.registry.register(draft().reinstated(), terms);
                    case 2 ->
                            alone.registry.change(
                                    ONE, new Transition.Activate(false), Judgement.CLEAN, terms);
                    case 3 ->
                            alone.registry.change(
                                    ONE, new Transition.Activate(true), Judgement.CLEAN, terms);
                    case 4 ->
                            alone.registry.change(
                                    ONE, new Transition.Revoke(), Judgement.CLEAN, terms);
                    case 5 ->
                            alone.registry.change(
                                    ONE,
                                    new Transition.Supersede(Duration.ofDays(random.nextInt(9))),
                                    Judgement.CLEAN,
                                    terms);
                    default ->
                            alone.registry.label(
                                    ONE,
                                    new TreeMap<>(Map.of("team", "t" + step)),
                                    Judgement.CLEAN,
                                    terms);
                }
                alone.advance(60);
                assertThat(alone.isRegistered(DOCUMENT)).as("seed %d", seed).isFalse();
            }
        }
    }

    private RegistryOutcome label(Terms terms, String team) {
        return world.registry.label(
                ONE, new TreeMap<>(Map.of("team", team)), Judgement.CLEAN, terms);
    }

    private void activated() {
        assertDone(world.registry.register(draft(), ANNA));
        assertDone(activate(BERT));
    }
}
