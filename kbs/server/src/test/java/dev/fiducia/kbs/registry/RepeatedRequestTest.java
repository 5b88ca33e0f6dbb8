package dev.fiducia.kbs.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.api.IdempotencyKey;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.registry.RegistryOutcome.Effect;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class RepeatedRequestTest {
    private static final InitdataDocument DOCUMENT = TestStore.document("a");
    private static final long DAY = 24 * 60 * 60;

    private final RegistryWorld world = new RegistryWorld();

    private static Terms once(String request) {
        return TestStore.TERMS.once(new IdempotencyKey("a".repeat(64), request.repeat(64)));
    }

    private RegistryOutcome register(Terms terms) {
        return world.registry.register(Registration.of(DOCUMENT, Optional.of("demo")), terms);
    }

    private RegistryOutcome revoke(Terms terms) {
        return world.registry.change(
                Selection.document(DOCUMENT.id()), new Transition.Revoke(), Judgement.CLEAN, terms);
    }

    private static Effect effect(RegistryOutcome outcome) {
        assertThat(outcome).isInstanceOf(RegistryOutcome.Done.class);
        return ((RegistryOutcome.Done) outcome).effect();
    }

    @Test
    void aKeyBelongsToOneRequest() {
        register(once("1"));
        assertThat(revoke(once("2")))
                .isInstanceOfSatisfying(
                        RegistryOutcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("idempotency-key-reused"));
        assertThat(world.isRegistered(DOCUMENT)).isTrue();
    }

    @Test
    void aTrialIsNotRemembered() {
        assertThat(effect(register(once("1").asDryRun()))).isEqualTo(Effect.CREATED);
        assertThat(effect(register(once("1")))).isEqualTo(Effect.CREATED);
    }

    @Test
    void isDoneOnceADay() {
        assertThat(effect(register(once("1")))).isEqualTo(Effect.CREATED);
        revoke(TestStore.TERMS);
        assertThat(effect(register(once("1")))).isEqualTo(Effect.REPLAYED);
        assertThat(world.isRegistered(DOCUMENT)).isFalse();
        world.advance(DAY + 1);
        assertThat(register(once("1"))).isInstanceOf(RegistryOutcome.Refused.class);
        assertThat(effect(revoke(once("2")))).isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void theMemoryOfYesterdayMakesRoom() {
        register(once("1"));
        world.advance(DAY + 1);
        assertThat(effect(revoke(once("2")))).isEqualTo(Effect.CHANGED);
        assertThat(effect(revoke(once("2")))).isEqualTo(Effect.REPLAYED);
    }
}
