package dev.fiducia.kbs.metrics;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.ha.audit.SinkLane;
import dev.fiducia.ha.store.ClockDifference;
import dev.fiducia.kbs.audit.Retention;
import dev.fiducia.kbs.cluster.ClockWatch;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.http.Traffic;
import dev.fiducia.kbs.http.Workers;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// All meters of one service.
public final class Metrics implements AutoCloseable {
    /// Of the exposition format, as Prometheus wants it named.
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final KbsMetrics kbs = new KbsMetrics(registry);
    private final HttpMetrics http = new HttpMetrics(registry);

    /// @param version of the service, for `kbs_build_info`
    public Metrics(String version) {
        Gauge.builder("kbs.build.info", () -> 1).tag("version", version).register(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /// The protocol's counters.
    public KbsMetrics kbs() {
        return kbs;
    }

    /// What a listener tells of its requests.
    public Traffic traffic() {
        return http;
    }

    /// Shows the load of a listener's pools.
    public void watch(Supplier<List<Workers.Load>> pools) {
        for (Workers.Load pool : pools.get()) {
            Function<ToIntFunction<Workers.Load>, Supplier<Number>> now =
                    figure ->
                            () ->
                                    pools.get().stream()
                                            .filter(load -> load.pool().equals(pool.pool()))
                                            .mapToInt(figure)
                                            .sum();
            gauge("fiducia.pool.threads", pool.pool(), now.apply(Workers.Load::threads));
            gauge("fiducia.pool.active", pool.pool(), now.apply(Workers.Load::active));
            gauge("fiducia.pool.waiting", pool.pool(), now.apply(Workers.Load::waiting));
            gauge("fiducia.pool.capacity", pool.pool(), now.apply(Workers.Load::capacity));
        }
    }

    /// Shows what became of decisions, and how each sink of the audit log fares.
    public void watch(
            Supplier<Decisions.Figures> decisions, Supplier<List<SinkLane.Status>> sinks) {
        count("fiducia.audit.recorded", Tags.empty(), () -> decisions.get().recorded());
        count("fiducia.audit.counted", Tags.empty(), () -> decisions.get().counted());
        count("fiducia.audit.failed", Tags.empty(), () -> decisions.get().failed());
        for (SinkLane.Status sink : sinks.get()) {
            Tags tags = Tags.of("sink", sink.name());
            Supplier<SinkLane.Status> now =
                    () ->
                            sinks.get().stream()
                                    .filter(each -> each.name().equals(sink.name()))
                                    .findFirst()
                                    .orElse(sink);
            count("fiducia.audit.sink.delivered", tags, () -> now.get().delivered());
            count("fiducia.audit.sink.dropped", tags, () -> now.get().dropped());
            Gauge.builder("fiducia.audit.sink.waiting", () -> now.get().waiting())
                    .tags(tags)
                    .register(registry);
            Gauge.builder("fiducia.audit.sink.up", () -> now.get().trouble().isEmpty() ? 1 : 0)
                    .tags(tags)
                    .register(registry);
        }
    }

    /// Shows how many events were removed from the audit log.
    public void watchRemoved(Supplier<Retention.Figures> removed) {
        String name = "fiducia.audit.removed";
        count(name, Tags.of("chain", "decisions"), () -> removed.get().decisions());
        count(name, Tags.of("chain", "changes"), () -> removed.get().changes());
    }

    /// Shows how far the clock is ahead of the database's: no number while that is not known.
    public void watch(ClockWatch clock) {
        Gauge.builder(
                        "fiducia.clock.ahead",
                        () -> clock.last().map(ClockDifference::aheadSeconds).orElse(Double.NaN))
                .baseUnit("seconds")
                .register(registry);
    }

    /// The registry holds what it is given to count weakly, and the function of it for good.
    private void count(String name, Tags tags, LongSupplier value) {
        FunctionCounter.builder(name, this, _ -> value.getAsLong()).tags(tags).register(registry);
    }

    /// Shows what collateral there is and how the sources of it do.
    public void watch(CollateralService collateral, InstantSource clock) {
        CollateralMetrics.register(registry, collateral, clock);
    }

    private void gauge(String name, String pool, Supplier<Number> value) {
        Gauge.builder(name, value).tag("pool", pool).register(registry);
    }

    /// All of them in Prometheus' text form.
    String scrape() {
        return registry.scrape(CONTENT_TYPE);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
