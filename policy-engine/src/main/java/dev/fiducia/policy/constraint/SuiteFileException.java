package dev.fiducia.policy.constraint;

/// A file of a suite could not be read; the message is fit for the suite's author.
public final class SuiteFileException extends Exception {
    private static final long serialVersionUID = 1;

    public SuiteFileException(String message) {
        super(message);
    }
}
