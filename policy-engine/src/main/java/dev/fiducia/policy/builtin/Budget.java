package dev.fiducia.policy.builtin;

/// What one evaluation may spend: steps (time) and output (memory, in characters and elements).
///
/// One budget serves one evaluation on one thread; the evaluator may charge its own steps to it.
/// Time is looked at once in a few thousand steps. It runs from the first call of a function, or
/// from the first few hundred steps: an evaluation that ends before has no need of a clock.
public final class Budget {
    private static final int STEPS_BETWEEN_LOOKS = 4096;
    private static final int STEPS_BEFORE_START = 256;

    private enum Clock {
        NONE,
        WAITING,
        RUNNING
    }

    private final long nanos;
    private Clock clock;
    private long startNanos;

    /// Steps until the clock is looked at; what was taken too many is taken from those after.
    private long untilLook;

    private long stepsLeft;
    private long outputLeft;

    private Budget(long steps, long output, Clock clock, long nanos) {
        this.untilLook = Math.min(steps, STEPS_BEFORE_START);
        this.stepsLeft = steps - untilLook;
        this.outputLeft = output;
        this.clock = clock;
        this.nanos = nanos;
    }

    public static Budget of(long steps, long output) {
        return new Budget(steps, output, Clock.NONE, 0);
    }

    /// With wall time too.
    public static Budget within(long steps, long output, long nanos) {
        return new Budget(steps, output, Clock.WAITING, nanos);
    }

    /// Has time run from now on, unless it does already: what comes may take long without a step.
    public void start() {
        if (clock == Clock.WAITING) {
            clock = Clock.RUNNING;
            startNanos = System.nanoTime();
        }
    }

    /// Charges work; a step is about what comparing two small values costs.
    public void step(long steps) throws BuiltinException {
        untilLook -= steps;
        if (untilLook < 0) {
            look();
        }
    }

    /// Charges memory before it is allocated; a unit is a character or an element.
    public void output(long units) throws BuiltinException {
        outputLeft -= units;
        if (outputLeft < 0) {
            outputLeft = 0;
            throw BuiltinException.limit("output budget exhausted");
        }
        step(units >>> 4);
    }

    private void look() throws BuiltinException {
        stepsLeft += untilLook;
        untilLook = 0;
        if (stepsLeft < 0) {
            stepsLeft = 0;
            throw BuiltinException.limit("step budget exhausted");
        }
        untilLook = Math.min(stepsLeft, STEPS_BETWEEN_LOOKS);
        stepsLeft -= untilLook;
        start();
        if (clock == Clock.RUNNING && System.nanoTime() - startNanos > nanos) {
            throw BuiltinException.limit("time budget exhausted");
        }
    }
}
