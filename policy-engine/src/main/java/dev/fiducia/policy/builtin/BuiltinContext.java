package dev.fiducia.policy.builtin;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What a call may use besides its arguments. One context serves one evaluation on one thread: its
/// instant stands still, and what functions keep in it (compiled patterns, drawn numbers) makes
/// equal calls give equal results.
public final class BuiltinContext {
    private final Instant now;
    private final Budget budget;
    private final HostSeams seams;
    private final Map<Object, Object> kept = new HashMap<>();

    public BuiltinContext(Instant now, Budget budget, HostSeams seams) {
        this.now = now;
        this.budget = budget;
        this.seams = seams;
    }

    /// Without anything that a host brings.
    public static BuiltinContext of(Instant now, Budget budget) {
        return new BuiltinContext(now, budget, HostSeams.NONE);
    }

    public Instant now() {
        return now;
    }

    public Budget budget() {
        return budget;
    }

    /// What the host brings for functions that reach beyond their arguments.
    HostSeams seams() {
        return seams;
    }

    /// What calls of this evaluation keep for one another; keys are private types of their owners.
    Map<Object, Object> kept() {
        return kept;
    }
}
