package dev.fiducia.ha.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What looking at every record of a store gave.
///
/// @param byNamespace how many there are
/// @param bytes of all values
/// @param problems sentences that name records, at most 100
public record StoreVerdict(
        long records, long bytes, Map<String, Long> byNamespace, List<String> problems) {

    private static final int MOST = 100;

    public StoreVerdict {
        byNamespace = Collections.unmodifiableMap(new TreeMap<>(byNamespace));
        problems = List.copyOf(problems);
    }

    public boolean isSound() {
        return problems.isEmpty();
    }

    /// Looks at one record after the other.
    static final class Collector {
        private final RecordRules rules;
        private final Map<String, Long> byNamespace = new TreeMap<>();
        private final List<String> problems = new ArrayList<>();
        private long records;
        private long bytes;
        private boolean ringKnown;

        Collector(StoreState state) {
            this.rules = new RecordRules(state);
            RecordRules.objection(state).ifPresent(this::problem);
        }

        void look(Namespace ns, Records.Row row, Records opening) {
            records++;
            byNamespace.merge(ns.name(), 1L, Long::sum);
            ringKnown |= ns.equals(Records.SELF) && row.key().equals(Records.KEY_CHECK);
            Optional<String> objection = rules.objection(ns, row.key(), row.version());
            objection.ifPresent(why -> problem("the record " + ns + "/" + row.key() + ": " + why));
            try {
                bytes += opening.open(ns, row).value().length;
            } catch (StoreException e) {
                problem(String.valueOf(e.getMessage()));
            }
        }

        StoreVerdict verdict() {
            if (!ringKnown) {
                problem("the record that shows which key ring belongs to the store is missing");
            }
            return new StoreVerdict(records, bytes, byNamespace, problems);
        }

        private void problem(String sentence) {
            if (problems.size() < MOST) {
                problems.add(sentence);
            }
        }
    }
}
