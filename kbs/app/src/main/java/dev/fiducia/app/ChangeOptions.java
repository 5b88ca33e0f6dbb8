package dev.fiducia.app;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.Map;

/// On what terms a document is changed.
final class ChangeOptions {
    @Option(names = "--reason", description = "Why; kept in the audit log.")
    private @Nullable String reason;

    @Mixin private RequestOptions request = new RequestOptions();

    boolean dryRun() {
        return request.dryRun();
    }

    QueryText addTo(QueryText query) {
        return request.addTo(query.with("reason", reason));
    }

    Map<String, String> headers() {
        return request.headers();
    }
}
