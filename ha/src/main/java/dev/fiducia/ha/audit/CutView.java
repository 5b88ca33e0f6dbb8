package dev.fiducia.ha.audit;

import dev.fiducia.ha.audit.AuditProblem.Kind;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import java.util.Optional;
import java.util.function.BiConsumer;

/// Where the log begins, as a verification sees it while events may go on being removed: the walks
/// begin at the first reading, and ask again where they miss events.
final class CutView {
    private final RecordStore store;
    private final CutSeal seal;
    private final StoredCut first;
    private LogCut latest;

    private CutView(RecordStore store, CutSeal seal, StoredCut first) {
        this.store = store;
        this.seal = seal;
        this.first = first;
        this.latest = first.content();
    }

    /// A record that the store can't read counts as one that nobody signed.
    static CutView of(RecordStore store, CutSeal seal) {
        try {
            return new CutView(store, seal, StoredCut.read(store, seal));
        } catch (StoreException _) {
            return new CutView(
                    store,
                    seal,
                    new StoredCut(LogCut.NONE, Optional.empty(), Change.ABSENT, false));
        }
    }

    /// Where the log began when the verification did.
    LogCut start() {
        return first.content();
    }

    /// Where it begins now. What can't be read, or was not signed, changes nothing.
    LogCut now() {
        try {
            StoredCut read = StoredCut.read(store, seal);
            if (read.authentic() && read.digest().isPresent()) {
                latest = read.content();
            }
        } catch (StoreException _) {
            // The walk that asks finds its events missing.
        }
        return latest;
    }

    /// Compares the record with what the log of changes tells of it.
    ///
    /// @param told the digest of the last one that it tells of
    void compare(Optional<String> told, BiConsumer<Kind, String> problems) {
        if (!first.authentic()) {
            problems.accept(
                    Kind.CUT_FOREIGN,
                    "what says where the log begins is not signed by this service");
        }
        try {
            store.list(StoredCut.NAMESPACE, "", null, 2).records().stream()
                    .map(StoredRecord::key)
                    .filter(key -> !key.equals(StoredCut.KEY))
                    .forEach(key ->
                            problems.accept(
                                    Kind.CUT_FOREIGN,
                                    "a record " + key + " lies beside the one of the cut"));
            // Where another one came during the walk, the next verification compares that.
            if (!StoredCut.read(store, seal).digest().equals(first.digest())) {
                return;
            }
        } catch (StoreException e) {
            problems.accept(Kind.UNREADABLE, "the store can't read where the log begins");
            return;
        }
        if (first.digest().isEmpty() && told.isPresent()) {
            problems.accept(
                    Kind.CUT_GONE,
                    "events were removed, and what says where the log begins is gone");
        } else if (!first.digest().equals(told)) {
            problems.accept(
                    Kind.CUT_UNTOLD,
                    "what says where the log begins is not what the log of changes tells of");
        }
    }
}
