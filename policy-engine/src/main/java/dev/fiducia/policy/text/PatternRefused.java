package dev.fiducia.policy.text;

/// The text is no regular expression, or one that is too large; the message says why.
public final class PatternRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean limit;

    PatternRefused(String message) {
        this(message, false);
    }

    PatternRefused(String message, boolean limit) {
        super(message, null, false, false);
        this.limit = limit;
    }

    /// Whether the expression may well be right, and is only larger than what is run here.
    public boolean isLimit() {
        return limit;
    }

    /// What is wrong, without the words that Go puts before it.
    public String problem() {
        return String.valueOf(getMessage());
    }
}
