package dev.fiducia.kbs.decision;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.DecisionIds;
import dev.fiducia.ha.audit.DecisionLog;
import dev.fiducia.ha.audit.Recording;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Denials that are counted, not kept one by one: of a span of time how many there were for each
/// reason, in one event. What is counted is told the id of that event beforehand. A count that
/// can't be recorded goes on. Thread-safe.
final class DenialTally {
    private static final int MOST_CODES = 64;
    private static final String OTHERS = "others";

    private final DecisionLog log;
    private final InstantSource clock;
    private final DecisionIds ids;
    private @Nullable Count open;

    /// @param log holds nothing but counts
    DenialTally(DecisionLog log, InstantSource clock, SecureRandom random) {
        this.log = log;
        this.clock = clock;
        this.ids = new DecisionIds(random);
    }

    private static final class Count {
        private final String id;
        private final Instant from;
        private final List<String> also = new ArrayList<>();
        private final SortedMap<String, Long> codes = new TreeMap<>();

        Count(String id, Instant from) {
            this.id = id;
            this.from = from;
        }

        AuditEntry entry(Instant until) {
            SortedMap<String, String> details = new TreeMap<>();
            details.put("outcome", "denied");
            details.put("from", from.toString());
            details.put("until", until.toString());
            long total = codes.values().stream().mapToLong(Long::longValue).sum();
            details.put("total", Long.toString(total));
            codes.forEach((code, count) -> details.put("count." + code, Long.toString(count)));
            if (!also.isEmpty()) {
                details.put("also", String.join(" ", also));
            }
            return AuditEntry.of(Facts.STRANGER, "denials.counted", "denials", details);
        }
    }

    /// Counts a denial; gives the id under which it will be on record.
    synchronized String count(String code) {
        Count counting = open;
        if (counting == null) {
            Instant now = clock.instant();
            counting = new Count(ids.next(now), now);
            open = counting;
        }
        boolean known = counting.codes.containsKey(code) || counting.codes.size() < MOST_CODES;
        counting.codes.merge(known ? code : OTHERS, 1L, Long::sum);
        return counting.id;
    }

    /// Records what was counted. Called by one thread at a time.
    void flush() {
        Count full = take();
        if (full == null) {
            return;
        }
        if (log.recordDenial(full.entry(clock.instant()), Optional.of(full.id))
                instanceof Recording.Failed) {
            giveBack(full);
        }
    }

    private synchronized @Nullable Count take() {
        Count full = open;
        open = null;
        return full;
    }

    /// Goes on under a new name, since the record under the old one may have been made after all.
    private synchronized void giveBack(Count full) {
        Count begun = open;
        Count again = new Count(begun == null ? ids.next(clock.instant()) : begun.id, full.from);
        again.codes.putAll(full.codes);
        again.also.addAll(full.also.subList(0, Math.min(MOST_CODES, full.also.size())));
        again.also.add(full.id);
        if (begun != null) {
            begun.codes.forEach((code, count) -> again.codes.merge(code, count, Long::sum));
        }
        open = again;
    }
}
