package dev.fiducia.ha.audit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Brings every event that is durable to all sinks. Thread-safe.
public final class Delivery implements AutoCloseable {
    private static final long WATCH_MILLIS = 250;

    private final List<SinkLane> lanes;
    private final ScheduledExecutorService watch;

    private Delivery(List<SinkLane> lanes) {
        this.lanes = List.copyOf(lanes);
        this.watch =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("fiducia-audit-watch").daemon(true).factory());
    }

    /// @param lanes are closed with this
    public static Delivery to(List<SinkLane> lanes) {
        Delivery delivery = new Delivery(lanes);
        if (!lanes.isEmpty()) {
            var _ =
                    delivery.watch.scheduleWithFixedDelay(
                            () -> delivery.lanes.forEach(SinkLane::watch),
                            WATCH_MILLIS,
                            WATCH_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
        return delivery;
    }

    /// To nowhere: the log in the store is all there is.
    public static Delivery none() {
        return to(List.of());
    }

    /// What became of an event.
    static final class Receipt {
        private final List<CompletableFuture<Optional<String>>> required;

        private Receipt(List<CompletableFuture<Optional<String>>> required) {
            this.required = required;
        }

        /// Waits for the required sinks; empty when all of them have the event.
        Optional<String> await(Duration patience) {
            for (CompletableFuture<Optional<String>> each : required) {
                try {
                    Optional<String> trouble = each.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                    if (trouble.isPresent()) {
                        return trouble;
                    }
                } catch (TimeoutException _) {
                    return Optional.of("a required sink took longer than " + patience);
                } catch (ExecutionException e) {
                    return Optional.of(Objects.toString(e.getCause()));
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return Optional.of("interrupted");
                }
            }
            return Optional.empty();
        }
    }

    /// Hands an event to all sinks, in the order of the calls.
    Receipt deliver(AuditEvent event) {
        return new Receipt(
                lanes.stream()
                        .map(lane -> new Offered(lane.isRequired(), lane.offer(event)))
                        .filter(Offered::required)
                        .map(Offered::settled)
                        .toList());
    }

    private record Offered(boolean required, CompletableFuture<Optional<String>> settled) {}

    /// Hands events over and waits for the required sinks.
    ///
    /// @return why one of them does not have all; empty when they do
    public Optional<String> deliverAll(List<AuditEvent> events, Duration patience) {
        return events.stream().map(this::deliver).toList().stream()
                .flatMap(receipt -> receipt.await(patience).stream())
                .findFirst();
    }

    /// Why a required sink takes nothing now; empty when nothing is known against any.
    public Optional<String> trouble() {
        return lanes.stream()
                .filter(SinkLane::isRequired)
                .flatMap(lane -> lane.trouble().stream())
                .findFirst();
    }

    /// How each sink fares.
    public List<SinkLane.Status> status() {
        return lanes.stream().map(SinkLane::status).toList();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        lanes.forEach(SinkLane::close);
    }
}
