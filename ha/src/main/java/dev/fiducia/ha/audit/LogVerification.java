package dev.fiducia.ha.audit;

import dev.fiducia.ha.audit.AuditProblem.Kind;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Verifies the whole log: the chain of changes, then all chains of decisions in one walk, while
/// replicas may go on appending. What was appended after the walk began is verified as far as the
/// walk meets it without gaps, and the next time for certain.
final class LogVerification {
    private static final int MOST = 100;

    private final RecordStore store;
    private final CutSeal seal;
    private final List<SortedMap<String, AuditHead>> remembered;
    private final List<AuditProblem> problems = new ArrayList<>();
    private final SortedMap<String, ChainWalk> walks = new TreeMap<>();
    private long events;

    LogVerification(
            RecordStore store, CutSeal seal, List<SortedMap<String, AuditHead>> remembered) {
        this.store = store;
        this.seal = seal;
        this.remembered = List.copyOf(remembered);
    }

    AuditVerdict verdict() {
        // Read first: the walks begin there, and have to get as far as the heads.
        CutView cuts = CutView.of(store, seal);
        Map<String, AuditHead> before = heads();
        AuditVerification changes =
                new AuditVerification(store, rememberedOf(AuditEvent.CHANGES), cuts);
        changes.verify().forEach(this::add);
        cuts.compare(
                changes.pruned(),
                (kind, message) -> add(new AuditProblem(AuditEvent.CHANGES, 0, kind, message)));
        before.forEach((chain, head) -> walks.put(chain, walk(chain, head, cuts)));
        walk(cuts);
        // Read last: nothing that the walks met is behind these.
        SortedMap<String, AuditHead> after = heads();
        compareChains(changes, before, after);
        for (ChainWalk walk : walks.values()) {
            AuditHead end = after.getOrDefault(walk.chain(), AuditHead.EMPTY);
            walk.finish(end, this::add);
        }
        return new AuditVerdict(
                changes.head(),
                changes.events() + events,
                after,
                changes.checkpoint(),
                cuts.now(),
                passed(changes),
                problems);
    }

    private List<AuditVerdict.Position> passed(AuditVerification changes) {
        List<AuditVerdict.Position> passed = new ArrayList<>();
        changes.passed()
                .forEach(head -> passed.add(new AuditVerdict.Position(AuditEvent.CHANGES, head)));
        for (ChainWalk walk : walks.values()) {
            walk.passed()
                    .forEach(head -> passed.add(new AuditVerdict.Position(walk.chain(), head)));
        }
        return passed;
    }

    private ChainWalk walk(String chain, AuditHead before, CutView cuts) {
        return new ChainWalk(chain, before, rememberedOf(chain), cuts);
    }

    private List<AuditHead> rememberedOf(String chain) {
        return remembered.stream().map(heads -> heads.get(chain)).filter(Objects::nonNull).toList();
    }

    private void compareChains(
            AuditVerification changes,
            Map<String, AuditHead> before,
            Map<String, AuditHead> after) {
        TreeMap<String, AuditHead> expected = new TreeMap<>();
        changes.chains().forEach(chain -> expected.put(chain, AuditHead.EMPTY));
        remembered.forEach(expected::putAll);
        expected.remove(AuditEvent.CHANGES);
        for (String chain : expected.keySet()) {
            if (!after.containsKey(chain)) {
                add(new AuditProblem(chain, 0, Kind.CHAIN_GONE, "the chain has no head any more"));
            }
        }
        for (String chain : before.keySet()) {
            if (!changes.chains().contains(chain)) {
                add(
                        new AuditProblem(
                                chain,
                                0,
                                Kind.CHAIN_UNKNOWN,
                                "no change says that this chain was begun"));
            }
        }
    }

    private SortedMap<String, AuditHead> heads() {
        SortedMap<String, AuditHead> heads = new TreeMap<>();
        read(
                DecisionLog.HEADS,
                stored -> {
                    Optional<AuditHead> head = AuditCodec.decodeHead(stored.value());
                    if (head.isEmpty()) {
                        unreadable(stored.key(), "the head of the chain can't be read");
                    }
                    heads.put(stored.key(), head.orElse(AuditHead.EMPTY));
                });
        return heads;
    }

    /// Where all chains of decisions end.
    ///
    /// @throws StoreException if a head can't be read
    static SortedMap<String, AuditHead> chainHeads(RecordStore store) {
        SortedMap<String, AuditHead> heads = new TreeMap<>();
        each(
                store,
                DecisionLog.HEADS,
                stored ->
                        heads.put(
                                stored.key(),
                                AuditCodec.decodeHead(stored.value())
                                        .orElseThrow(AuditLog::damage)));
        return heads;
    }

    private void walk(CutView cuts) {
        read(
                DecisionLog.EVENTS,
                stored -> {
                    events++;
                    Optional<AuditEvent> event = AuditCodec.decode(stored.value());
                    if (event.isEmpty() || event.get().chain().isEmpty()) {
                        unreadable("", "under " + stored.key() + " lies no decision");
                        return;
                    }
                    // A chain that is begun during the walk has no head among those of before it.
                    walks.computeIfAbsent(
                                    event.get().chain(),
                                    chain -> walk(chain, AuditHead.EMPTY, cuts))
                            .meet(stored.key(), event.get(), this::add);
                });
    }

    private void read(Namespace namespace, Consumer<StoredRecord> consumer) {
        try {
            each(store, namespace, consumer);
        } catch (StoreException e) {
            unreadable("", "the store can't read " + namespace + ": " + e.getMessage());
        }
    }

    private static void each(
            RecordStore store, Namespace namespace, Consumer<StoredRecord> consumer) {
        @Nullable String after = null;
        do {
            RecordPage page = store.list(namespace, "", after, RecordLimits.PAGE);
            page.records().forEach(consumer);
            after = page.next().orElse(null);
        } while (after != null);
    }

    private void unreadable(String chain, String message) {
        add(new AuditProblem(chain, 0, Kind.UNREADABLE, message));
    }

    private void add(AuditProblem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        }
    }
}
