package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The generations of a database that other processes write to as well. Every question is answered
/// by a look at the database that began after it was asked, so an answer holds every commit that
/// returned before, on whatever replica; nothing is ever assumed because no message came. Those who
/// ask while a look is under way share the next one.
final class FreshGenerations {

    /// A look at the database.
    ///
    /// @param lastCommit the number of the last commit of all
    record Look(long lastCommit, Map<Namespace, Long> generations) {
        Look {
            generations = Map.copyOf(generations);
        }
    }

    private static final class Round {
        private @Nullable Look look;
        private @Nullable StoreException failure;
        private boolean done;
    }

    private final PostgresDatabase database;
    private final Supplier<Look> looking;
    private final ReentrantLock one = new ReentrantLock();
    private final Map<Namespace, Long> seen = new HashMap<>(); // by whoever holds the lock
    private @Nullable Round next;

    FreshGenerations(PostgresDatabase database, Supplier<Look> looking) {
        this.database = database;
        this.looking = looking;
    }

    long of(Namespace ns) {
        return ask().generations().getOrDefault(ns, 0L);
    }

    private Look ask() {
        Round mine = join();
        one.lock();
        try {
            if (!mine.done) {
                begins(mine);
                look(mine);
            }
        } finally {
            one.unlock();
        }
        if (mine.failure != null) {
            // Thrown in each caller's own thread, with its own trace.
            throw new StoreException(
                    mine.failure.reason(), String.valueOf(mine.failure.getMessage()), mine.failure);
        }
        return Objects.requireNonNull(mine.look);
    }

    private synchronized Round join() {
        Round round = next;
        if (round == null) {
            round = new Round();
            next = round;
        }
        return round;
    }

    private synchronized void begins(Round round) {
        if (next == round) {
            next = null;
        }
    }

    private void look(Round round) {
        try {
            database.refuseIfWentBack();
            long before = database.furthest();
            Look look = looking.get();
            refuseOlder(before, look);
            round.look = look;
        } catch (StoreException e) {
            round.failure = e;
        } catch (RuntimeException e) {
            round.failure =
                    new StoreException(StoreException.Reason.IO, "the store can't be asked", e);
        } finally {
            round.done = true;
        }
    }

    private void refuseOlder(long before, Look look) {
        database.observe(before, look.lastCommit());
        boolean older = false;
        for (Map.Entry<Namespace, Long> known : seen.entrySet()) {
            older |= look.generations().getOrDefault(known.getKey(), 0L) < known.getValue();
        }
        if (older) {
            throw database.goneBack();
        }
        seen.putAll(look.generations());
    }
}
