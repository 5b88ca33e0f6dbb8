package dev.fiducia.policy.builtin;

import dev.fiducia.policy.CallContext;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// What a call may use besides its arguments. One context serves one evaluation on one thread: its
/// instant stands still, and what functions keep in it (compiled patterns, drawn numbers) makes
/// equal calls give equal results.
public final class BuiltinContext implements CallContext {
    private final InstantSource clock;
    private final Budget budget;
    private final HostSeams seams;
    private @Nullable Instant now;
    private @Nullable Map<Object, Object> kept;

    /// @param clock read once, when a call first asks for the time
    public BuiltinContext(InstantSource clock, Budget budget, HostSeams seams) {
        this.clock = clock;
        this.budget = budget;
        this.seams = seams;
    }

    /// Without anything that a host brings.
    public static BuiltinContext of(Instant now, Budget budget) {
        return new BuiltinContext(InstantSource.fixed(now), budget, HostSeams.NONE);
    }

    @Override
    public Instant now() {
        Instant known = now;
        if (known == null) {
            known = clock.instant();
            now = known;
        }
        return known;
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
        Map<Object, Object> known = kept;
        if (known == null) {
            known = new HashMap<>();
            kept = known;
        }
        return known;
    }
}
