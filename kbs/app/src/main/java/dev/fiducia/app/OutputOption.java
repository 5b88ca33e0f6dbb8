package dev.fiducia.app;

import picocli.CommandLine.Option;

/// `--output`, the same on every command that prints more than a line.
final class OutputOption {
    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "text|json",
            description = "text for people, json for programs (default: ${DEFAULT-VALUE}).")
    private OutputFormat format;

    boolean json() {
        return format == OutputFormat.JSON;
    }
}
