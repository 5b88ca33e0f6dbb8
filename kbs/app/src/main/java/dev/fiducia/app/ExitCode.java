package dev.fiducia.app;

/// What the exit status of `fiducia` means, so that scripts can tell a denial from a failure.
public final class ExitCode {
    /// Done.
    public static final int OK = 0;

    /// Something failed: bad input, a bug, a refused change.
    public static final int FAILED = 1;

    /// The command line itself was wrong.
    public static final int USAGE = 2;

    /// The service or a verifier answered, and said no.
    public static final int DENIED = 3;

    /// The service could not be reached, or is not able to answer now.
    public static final int UNAVAILABLE = 4;

    /// What was asked can be neither shown nor denied any more.
    public static final int UNDECIDED = 5;

    private ExitCode() {}
}
