package dev.fiducia.kbs.metrics;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.HeldDocument;
import dev.fiducia.attestation.collateral.SourceStatus;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// How much collateral there is by kind, when the first of it ends, when it was last confirmed, and
/// how often sources failed.
final class CollateralMetrics {
    private static final List<String> KINDS = List.of("tcb", "qe", "crl", "vek");

    private CollateralMetrics() {}

    static void register(
            MeterRegistry registry, CollateralService collateral, InstantSource clock) {
        for (String kind : KINDS) {
            Gauge.builder("fiducia.collateral.documents", () -> of(collateral, kind).count())
                    .tag("kind", kind)
                    .register(registry);
            // Certificates of chips outlive the chips.
            if (!kind.equals("vek")) {
                gauge(
                        registry,
                        "fiducia.collateral.ends.in",
                        kind,
                        () -> seconds(of(collateral, kind).map(h -> h.facts().expires()), clock));
                gauge(
                        registry,
                        "fiducia.collateral.confirmed.in",
                        kind,
                        () ->
                                seconds(
                                        of(collateral, kind)
                                                .map(HeldDocument::confirmed)
                                                .filter(CollateralMetrics::isKnown),
                                        clock));
            }
        }
        for (SourceStatus source : collateral.sources()) {
            counter(registry, "fiducia.collateral.calls", collateral, source, SourceStatus::calls);
            counter(
                    registry,
                    "fiducia.collateral.failures",
                    collateral,
                    source,
                    SourceStatus::failures);
        }
    }

    private static boolean isKnown(Instant time) {
        return time.isAfter(Instant.EPOCH);
    }

    private static Stream<HeldDocument> of(CollateralService collateral, String kind) {
        return collateral.all().stream().filter(held -> held.document().id().kind().equals(kind));
    }

    /// To the earliest of these, negative when it is past; not a number where there is none.
    private static double seconds(Stream<Instant> times, InstantSource clock) {
        return times.min(Instant::compareTo)
                .map(first -> (double) Duration.between(clock.instant(), first).toSeconds())
                .orElse(Double.NaN);
    }

    private static void gauge(
            MeterRegistry registry, String name, String kind, Supplier<Number> value) {
        Gauge.builder(name, value).tag("kind", kind).baseUnit("seconds").register(registry);
    }

    private static void counter(
            MeterRegistry registry,
            String name,
            CollateralService collateral,
            SourceStatus source,
            ToDoubleFunction<SourceStatus> figure) {
        FunctionCounter.builder(
                        name,
                        collateral,
                        service ->
                                service.sources().stream()
                                        .filter(s -> s.name().equals(source.name()))
                                        .mapToDouble(figure)
                                        .sum())
                .tag("source", source.name())
                .register(registry);
    }
}
