package dev.fiducia.app;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;

/// Whether, at which version and how often a change is to be made.
final class RequestOptions {
    @Option(names = "--dry-run", description = "Say what would happen, change nothing.")
    private boolean dryRun;

    @Option(
            names = "--if-match",
            paramLabel = "VERSION",
            description = "Only if it is at this version (its ETag).")
    private @Nullable Long version;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key with the same request is done once.")
    private @Nullable String key;

    boolean dryRun() {
        return dryRun;
    }

    QueryText addTo(QueryText query) {
        return query.flag("dryRun", dryRun);
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (version != null) {
            headers.put("If-Match", "\"" + version + "\"");
        }
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        return headers;
    }
}
