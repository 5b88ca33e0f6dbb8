package dev.fiducia.policy;

import java.time.Duration;

/// Bounds that no policy can pass, neither its text nor its evaluation.
///
/// @param maxBytes length of one module's text, in UTF-16 units
/// @param maxLines lines of one module
/// @param maxColumns columns of one line
/// @param maxDepth nesting of the text, and of rule and function calls in an evaluation
/// @param maxSteps iterations, rule evaluations and calls of one evaluation
/// @param maxTime wall time of one evaluation
/// @param maxOutput elements and characters that one evaluation may produce
public record Limits(
        int maxBytes,
        int maxLines,
        int maxColumns,
        int maxDepth,
        long maxSteps,
        Duration maxTime,
        long maxOutput) {

    /// What an uploaded policy gets unless configured otherwise.
    public static Limits standard() {
        return new Limits(
                1 << 20, 20_000, 1 << 16, 256, 20_000_000L, Duration.ofSeconds(5), 50_000_000L);
    }

    /// Generated agent policies are long and carry their data in single lines.
    public static Limits generous() {
        return new Limits(
                16 << 20,
                200_000,
                1 << 20,
                512,
                200_000_000L,
                Duration.ofSeconds(30),
                200_000_000L);
    }

    public Limits withMaxSteps(long steps) {
        return new Limits(maxBytes, maxLines, maxColumns, maxDepth, steps, maxTime, maxOutput);
    }

    public Limits withMaxTime(Duration time) {
        return new Limits(maxBytes, maxLines, maxColumns, maxDepth, maxSteps, time, maxOutput);
    }

    public Limits withMaxDepth(int depth) {
        return new Limits(maxBytes, maxLines, maxColumns, depth, maxSteps, maxTime, maxOutput);
    }

    public Limits withMaxOutput(long output) {
        return new Limits(maxBytes, maxLines, maxColumns, maxDepth, maxSteps, maxTime, output);
    }
}
