package dev.fiducia.policy.text;

/// The text is no regular expression, or one that is too large; the message says why.
public final class PatternRefused extends Exception {
    private static final long serialVersionUID = 1;

    PatternRefused(String message) {
        super(message, null, false, false);
    }

    /// What is wrong, without the words that Go puts before it.
    public String problem() {
        return String.valueOf(getMessage());
    }
}
