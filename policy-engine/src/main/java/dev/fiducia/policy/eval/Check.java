package dev.fiducia.policy.eval;

/// A link of a body's chain that holds at most once: it compares, or gives a variable its value.
@FunctionalInterface
public interface Check {
    boolean holds(Frame frame) throws Halt;
}
