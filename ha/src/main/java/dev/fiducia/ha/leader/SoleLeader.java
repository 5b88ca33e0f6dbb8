package dev.fiducia.ha.leader;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;

import java.util.List;
import java.util.Optional;

/// The one process that has its store open: the store itself keeps out every other.
public final class SoleLeader implements Leader {

    private final RecordStore store;
    private final String name;

    public SoleLeader(RecordStore store, String name) {
        this.store = store;
        this.name = name;
    }

    @Override
    public void turn() {}

    @Override
    public boolean isLeader() {
        return true;
    }

    @Override
    public CommitResult commit(List<Change> changes) {
        return store.commit(changes);
    }

    @Override
    public Optional<View> view() {
        return Optional.of(new View(name, 1, true));
    }

    @Override
    public void close() {}
}
