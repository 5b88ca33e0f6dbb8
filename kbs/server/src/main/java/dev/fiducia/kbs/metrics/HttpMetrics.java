package dev.fiducia.kbs.metrics;

import dev.fiducia.kbs.http.Traffic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Counts requests: those of the protocol by Trustee's names, and all answers by their class.
final class HttpMetrics implements Traffic {
    private static final String PROTOCOL = "/kbs";
    private static final double[] SIZES = {32, 128, 512, 2048, 8192};

    private static final Duration[] DURATIONS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(500),
        Duration.ofSeconds(1)
    };

    private final Counter requests;
    private final AtomicLong active = new AtomicLong();
    private final Timer durations;
    private final DistributionSummary received;
    private final DistributionSummary sent;

    /// By the first digit of the status; the first one is for requests without an answer.
    private final List<Counter> answers = new ArrayList<>();

    HttpMetrics(MeterRegistry registry) {
        this.requests = Counter.builder("kbs.http.requests").register(registry);
        Gauge.builder("kbs.http.active.connections", active, AtomicLong::get).register(registry);
        this.durations =
                Timer.builder("kbs.http.request.duration")
                        .serviceLevelObjectives(DURATIONS)
                        .register(registry);
        this.received = sizes("kbs.http.request.size", registry);
        this.sent = sizes("kbs.http.response.size", registry);
        for (String status : List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx")) {
            answers.add(
                    Counter.builder("fiducia.http.answers")
                            .tag("status", status)
                            .register(registry));
        }
    }

    private static DistributionSummary sizes(String name, MeterRegistry registry) {
        return DistributionSummary.builder(name)
                .baseUnit("bytes")
                .serviceLevelObjectives(SIZES)
                .register(registry);
    }

    @Override
    public void began(String path) {
        if (path.startsWith(PROTOCOL)) {
            requests.increment();
            active.incrementAndGet();
        }
    }

    @Override
    public void ended(Ended request) {
        Integer status = request.status();
        answers.get(status == null ? 0 : Math.clamp(status / 100, 1, 5)).increment();
        if (request.path().startsWith(PROTOCOL)) {
            active.decrementAndGet();
            durations.record(request.took());
            received.record((double) request.received());
            sent.record((double) request.sent());
        }
    }
}
