package dev.fiducia.ha.audit;

import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Reads changes and decisions as one sequence, by time. The work of one page is bounded: one that
/// holds fewer events than asked for may still have a next.
final class LogReading {
    private static final int SCANNED = 20 * RecordLimits.PAGE;

    private final RecordStore store;
    private final AuditFilter filter;

    LogReading(RecordStore store, AuditFilter filter) {
        this.store = store;
        this.filter = filter;
    }

    AuditPage page(Optional<AuditCursor> after, int limit) {
        AuditCursor at = after.orElse(AuditCursor.START);
        Source changes =
                new Source(AuditLog.EVENTS, at.change() == 0 ? null : AuditCodec.key(at.change()));
        Source decisions = new Source(DecisionLog.EVENTS, firstDecision(at));
        List<AuditEvent> found = new ArrayList<>();
        for (int read = 0; read < SCANNED; read++) {
            Optional<AuditEvent> next = earlier(changes, decisions);
            if (next.isEmpty()) {
                return new AuditPage(found, Optional.empty());
            }
            at = at.past(next.get());
            if (filter.takes(next.get())) {
                found.add(next.get());
            }
            if (found.size() == limit) {
                break;
            }
        }
        return new AuditPage(found, Optional.of(at));
    }

    private static Optional<AuditEvent> earlier(Source changes, Source decisions) {
        Optional<AuditEvent> change = changes.peek();
        Optional<AuditEvent> decision = decisions.peek();
        if (change.isEmpty()) {
            return decisions.poll();
        }
        return decision.isEmpty() || !decision.get().time().isBefore(change.get().time())
                ? changes.poll()
                : decisions.poll();
    }

    /// Decisions are stored by their time: what is too early needs no reading.
    private @Nullable String firstDecision(AuditCursor at) {
        String since = filter.since().map(DecisionIds::floor).orElse("");
        String first = since.compareTo(at.decision()) > 0 ? since : at.decision();
        return first.isEmpty() ? null : first;
    }

    /// One namespace, read ahead.
    private final class Source {
        private final Namespace namespace;
        private final Deque<AuditEvent> ahead = new ArrayDeque<>();
        private @Nullable String after;
        private boolean ended;

        Source(Namespace namespace, @Nullable String after) {
            this.namespace = namespace;
            this.after = after;
        }

        Optional<AuditEvent> peek() {
            if (ahead.isEmpty() && !ended) {
                RecordPage page = store.list(namespace, "", after, RecordLimits.PAGE);
                for (StoredRecord stored : page.records()) {
                    ahead.add(AuditCodec.decode(stored.value()).orElseThrow(AuditLog::damage));
                }
                ended = page.next().isEmpty();
                after = page.next().orElse(null);
            }
            return Optional.ofNullable(ahead.peek());
        }

        Optional<AuditEvent> poll() {
            Optional<AuditEvent> next = peek();
            var _ = ahead.poll();
            return next;
        }
    }
}
