package dev.fiducia.app;

import dev.fiducia.initdata.lint.Platform;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How a document is to be registered or checked; empty options are left to the service.
final class DocumentOptions {
    @Option(names = "--name", description = "Whose next revision it is; else named by its id.")
    private @Nullable String name;

    @Option(
            names = "--profile",
            paramLabel = "prod|dev",
            description = "How strictly it is judged.")
    private @Nullable String profile;

    @Option(
            names = "--platform",
            split = ",",
            converter = PlatformConverter.class,
            paramLabel = "PLATFORM",
            description = "Where it will be used: a TEE such as az-snp-vtpm, or peer-pods.")
    private List<Platform> platforms = List.of();

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label; may be repeated.")
    private Map<String, String> labels = new TreeMap<>();

    @Option(names = "--not-before", paramLabel = "TIME", description = "When it begins to count.")
    private @Nullable Instant notBefore;

    @Option(names = "--not-after", paramLabel = "TIME", description = "When it expires.")
    private @Nullable Instant notAfter;

    QueryText query() {
        return new QueryText()
                .with("name", name)
                .with("profile", profile)
                .with(
                        "platforms",
                        platforms.stream().map(Platform::wireName).collect(Collectors.joining(",")))
                .with(
                        "labels",
                        labels.entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining(",")))
                .with("notBefore", notBefore)
                .with("notAfter", notAfter);
    }
}
