package dev.fiducia.ha.leader;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;

import java.util.List;
import java.util.Optional;

/// Whether this process is the one that works for all that share a store. Thread-safe.
public sealed interface Leader extends AutoCloseable permits Lease, SoleLeader {

    /// Takes its turn: keeps what it has, or takes what nobody keeps any more.
    void turn();

    /// True while no other process can be the leader, if clocks run at about the same speed.
    boolean isLeader();

    /// Makes changes as the leader: none if another process has become it meanwhile, whatever the
    /// clocks say. Then the conflict is one of no change of the caller's.
    CommitResult commit(List<Change> changes);

    /// Who leads, as far as is known here; empty before the first turn.
    Optional<View> view();

    /// Lets another process lead at once.
    @Override
    void close();

    /// Who leads.
    ///
    /// @param name for people
    /// @param term rises when another process takes over
    /// @param self whether it is this process
    record View(String name, long term, boolean self) {}
}
