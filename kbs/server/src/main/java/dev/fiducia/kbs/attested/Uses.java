package dev.fiducia.kbs.attested;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The attestations with one document: all counted, the last ones kept. Thread-safe.
final class Uses {
    private final int kept;
    private final Deque<Attempt> last = new ArrayDeque<>();
    private final SortedMap<String, Long> outcomes = new TreeMap<>();
    private long count;

    Uses(int kept) {
        this.kept = kept;
    }

    synchronized void add(Attempt attempt) {
        count++;
        outcomes.merge(attempt.outcome(), 1L, Long::sum);
        last.addFirst(attempt);
        if (last.size() > kept) {
            last.removeLast();
        }
    }

    /// The last ones, the newest first.
    synchronized List<Attempt> last() {
        return List.copyOf(last);
    }

    /// `{count, last, outcomes}`.
    synchronized ObjectNode summary() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", count);
        if (!last.isEmpty()) {
            Instant newest = last.getFirst().at();
            json.put("last", newest.toString());
        }
        ObjectNode byOutcome = json.putObject("outcomes");
        outcomes.forEach(byOutcome::put);
        return json;
    }
}
