package dev.fiducia.policy.eval;

/// One link of a body's chain: runs the rest once for each way to hold.
@FunctionalInterface
public interface Step {
    /// True ends the search: whoever started the chain has what it wants.
    boolean run(Frame frame) throws Halt;

    /// The end of a chain that only asks whether there is a solution.
    Step FOUND = frame -> true;

    /// Never holds.
    Step FAIL = frame -> false;
}
