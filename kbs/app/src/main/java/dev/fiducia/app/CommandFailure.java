package dev.fiducia.app;

/// Ends a command with a message for the person at the terminal and an exit status.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /// Bad input, or a change that was refused.
    public static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.FAILED, message);
    }

    /// The command line itself was wrong.
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /// The other side answered, and said no.
    public static CommandFailure denied(String message) {
        return new CommandFailure(ExitCode.DENIED, message);
    }

    /// The other side did not answer.
    public static CommandFailure unavailable(String message) {
        return new CommandFailure(ExitCode.UNAVAILABLE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
