package dev.fiducia.policy.builtin;

/// What one evaluation may spend: steps (time) and output (memory, in characters and elements).
///
/// One budget serves one evaluation on one thread; the evaluator may charge its own steps to it.
/// The deadline is looked at once in a few thousand steps.
public final class Budget {
    private static final int STEPS_BETWEEN_LOOKS = 4096;

    private final long deadlineNanos;
    private final boolean timed;
    private long stepsLeft;
    private long outputLeft;
    private int untilLook = STEPS_BETWEEN_LOOKS;

    private Budget(long steps, long output, boolean timed, long deadlineNanos) {
        this.stepsLeft = steps;
        this.outputLeft = output;
        this.timed = timed;
        this.deadlineNanos = deadlineNanos;
    }

    public static Budget of(long steps, long output) {
        return new Budget(steps, output, false, 0);
    }

    /// With a deadline on the scale of [System#nanoTime()].
    public static Budget until(long steps, long output, long deadlineNanos) {
        return new Budget(steps, output, true, deadlineNanos);
    }

    /// Charges work; a step is about what comparing two small values costs.
    public void step(long steps) throws BuiltinException {
        stepsLeft -= steps;
        if (stepsLeft < 0) {
            stepsLeft = 0;
            throw BuiltinException.limit("step budget exhausted");
        }
        untilLook -= (int) Math.min(steps, STEPS_BETWEEN_LOOKS);
        if (untilLook <= 0) {
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
        untilLook = STEPS_BETWEEN_LOOKS;
        if (timed && System.nanoTime() - deadlineNanos > 0) {
            throw BuiltinException.limit("time budget exhausted");
        }
    }
}
