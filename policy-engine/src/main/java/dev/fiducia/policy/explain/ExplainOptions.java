package dev.fiducia.policy.explain;

/// How much an explanation says.
///
/// @param maxEvents how many clauses and expressions it records at most
/// @param maxValueLength how many characters of a value it shows at most
public record ExplainOptions(int maxEvents, int maxValueLength, Secrets secrets) {
    public ExplainOptions {
        if (maxEvents < 1 || maxValueLength < 8) {
            throw new IllegalArgumentException("an explanation needs some room");
        }
    }

    /// Ten thousand records, values of 120 characters, no secrets.
    public static ExplainOptions standard() {
        return new ExplainOptions(10_000, 120, Secrets.NONE);
    }

    public ExplainOptions withSecrets(Secrets value) {
        return new ExplainOptions(maxEvents, maxValueLength, value);
    }
}
