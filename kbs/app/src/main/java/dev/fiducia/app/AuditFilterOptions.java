package dev.fiducia.app;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Instant;

/// Which events of the audit log are meant.
final class AuditFilterOptions {
    @Option(
            names = "--kind",
            description = "An action such as resource.deny, or its first word, such as resource.")
    private @Nullable String kind;

    @Option(
            names = "--outcome",
            description = "accepted, refused, released, denied, withheld, requested.")
    private @Nullable String outcome;

    @Option(names = "--target", description = "An id (sha256:…), a name, a resource's path.")
    private @Nullable String target;

    @Option(names = "--actor", description = "An administrator, or tee-key:… of a guest.")
    private @Nullable String actor;

    @Option(names = "--decision", paramLabel = "ID", description = "The decision of this id.")
    private @Nullable String decision;

    @Option(names = "--since", paramLabel = "TIME", description = "Not before this time.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
    private @Nullable Instant until;

    QueryText query() {
        return new QueryText()
                .with("kind", kind)
                .with("outcome", outcome)
                .with("target", target)
                .with("actor", actor)
                .with("decision", decision)
                .with("since", since)
                .with("until", until);
    }
}
