package dev.fiducia.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class OpenLoopTest {

    @Test
    void everyPlannedArrivalIsCountedOnce() {
        AtomicInteger started = new AtomicInteger();
        LoadPlan plan = LoadPlan.of(200, Duration.ofMillis(500)).withWarmup(Duration.ofMillis(100));

        LoadReport report =
                OpenLoop.run(
                        plan,
                        () ->
                                started.incrementAndGet() % 10 == 0
                                        ? Optional.of("unauthorized")
                                        : Optional.empty());

        assertThat(started).hasValue(120);
        assertThat(report.succeeded() + report.failed()).isEqualTo(100);
        assertThat(report.errors()).containsOnlyKeys("unauthorized");
        assertThat(report.errors().get("unauthorized")).isBetween(9L, 12L);
        assertThat(report.toJson().at("/errors/unauthorized").asLong()).isEqualTo(report.failed());
        assertThat(report.toJson().path("response_ms").fieldNames())
                .toIterable()
                .containsExactly("mean", "p50", "p90", "p95", "p99", "p99.9", "max");
    }

    /// A service that stands still must show in the times of all who would have come meanwhile.
    @Test
    void aStallIsNotHiddenByGuestsThatWait() {
        AtomicInteger arrivals = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        LoadPlan plan = LoadPlan.of(100, Duration.ofMillis(300));

        LoadReport report =
                OpenLoop.run(
                        plan,
                        () -> {
                            if (arrivals.incrementAndGet() == 30) {
                                end.countDown();
                            }
                            awaitQuietly(end);
                            return Optional.empty();
                        });

        assertThat(report.succeeded()).isEqualTo(30);
        assertThat(report.responseMillis(100)).isGreaterThanOrEqualTo(280);
        assertThat(report.responseMillis(50)).isGreaterThanOrEqualTo(100);
    }

    @Test
    void theSlowestAreToldWithTheTimeWhenTheyWereDue() {
        AtomicInteger arrivals = new AtomicInteger();
        LoadPlan plan = LoadPlan.of(100, Duration.ofMillis(300));

        LoadReport report =
                OpenLoop.run(
                        plan,
                        () -> {
                            if (arrivals.incrementAndGet() == 21) {
                                awaitQuietly(Duration.ofMillis(500));
                            }
                            return Optional.empty();
                        });

        JsonNode slowest = report.toJson().path("slowest");
        assertThat(slowest).hasSize(10);
        assertThat(slowest)
                .anySatisfy(each -> {
                    assertThat(each.path("response_ms").asDouble()).isGreaterThanOrEqualTo(500);
                    assertThat(each.path("at_seconds").asDouble()).isBetween(0.1, 0.3);
                });
        assertThat(report.toText()).contains("@0.");
    }

    @Test
    void guestsBeyondTheBoundAreCountedAsNotStarted() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger arrivals = new AtomicInteger();
        LoadPlan plan = LoadPlan.of(1000, Duration.ofMillis(50)).withMaxInFlight(5);
        Thread.startVirtualThread(() -> {
            awaitQuietly(Duration.ofMillis(400));
            never.countDown();
        });

        LoadReport report =
                OpenLoop.run(
                        plan,
                        () -> {
                            arrivals.incrementAndGet();
                            awaitQuietly(never);
                            return Optional.empty();
                        });

        assertThat(report.succeeded()).isEqualTo(arrivals.get());
        assertThat(report.succeeded() + report.errors().getOrDefault("not-started", 0L))
                .isEqualTo(50);
    }

    @Test
    void anUnexpectedExceptionIsAnErrorToo() {
        LoadReport report =
                OpenLoop.run(
                        LoadPlan.of(10, Duration.ofMillis(100)),
                        () -> {
                            throw new IllegalStateException();
                        });

        assertThat(report.errors()).containsOnlyKeys("bug-IllegalStateException");
        assertThat(report.succeeded()).isZero();
        assertThat(report.toText()).contains("failed 1", "Error      bug-IllegalStateException: 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesRatesThatAreNone(double rate) {
        assertThatThrownBy(() -> LoadPlan.of(rate, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitQuietly(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
