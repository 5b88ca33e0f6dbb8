package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoObject;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a call may use besides its arguments. One context serves one evaluation on one thread: its
/// instant stands still, and what functions keep in it (compiled patterns, drawn numbers) makes
/// equal calls give equal results.
public final class BuiltinContext {
    private final Instant now;
    private final Budget budget;
    private final Optional<RandomGenerator> random;
    private final RegoObject runtime;
    private final Map<Object, Object> kept = new HashMap<>();

    public BuiltinContext(
            Instant now, Budget budget, Optional<RandomGenerator> random, RegoObject runtime) {
        this.now = now;
        this.budget = budget;
        this.random = random;
        this.runtime = runtime;
    }

    /// Without randomness and runtime information.
    public static BuiltinContext of(Instant now, Budget budget) {
        return new BuiltinContext(now, budget, Optional.empty(), RegoObject.EMPTY);
    }

    public Instant now() {
        return now;
    }

    public Budget budget() {
        return budget;
    }

    /// Where `rand.intn` and `uuid.rfc4122` draw from; absent unless the host grants it.
    public Optional<RandomGenerator> random() {
        return random;
    }

    /// What `opa.runtime` gives.
    public RegoObject runtime() {
        return runtime;
    }

    /// What calls of this evaluation keep for one another; keys are private types of their owners.
    Map<Object, Object> kept() {
        return kept;
    }
}
