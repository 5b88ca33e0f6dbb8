package dev.fiducia.ha.store;

import dev.fiducia.ha.store.WriteTransaction.Place;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// Makes commits one after the other, and those that wait together in one transaction of the
/// database: whoever gets the lock makes what all the others queued, so that they share one flush
/// to the disk. A commit whose condition does not hold writes nothing and leaves its neighbours
/// alone.
///
/// Any error throws the connection away, since that is the one way out that always works; the next
/// commit connects again and reads the numbers anew.
final class Writer implements AutoCloseable {

    private static final int MOST_TOGETHER = 256;
    private static final int ATTEMPTS = 4;

    private final WriterDatabase database;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending<?>> queue = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<Namespace, Long> generations = new ConcurrentHashMap<>();
    private @Nullable WriteTransaction transaction;
    private boolean closed;

    /// One commit: checks first, then writes. It runs again on its own if its group failed.
    @FunctionalInterface
    interface Work<T> {
        T applyTo(WriteTransaction transaction) throws SQLException;
    }

    private static final class Pending<T> {
        private final Set<Place> places;
        private final Work<T> work;
        private @Nullable T result;
        private @Nullable StoreException failure;
        private boolean done;

        Pending(Set<Place> places, Work<T> work) {
            this.places = places;
            this.work = work;
        }

        void run(WriteTransaction transaction) throws SQLException {
            result = work.applyTo(transaction);
        }

        void succeed() {
            done = true;
        }

        void fail(StoreException e) {
            failure = e;
            done = true;
        }
    }

    Writer(WriterDatabase database) {
        this.database = database;
    }

    /// Connects, so that trouble shows at the start.
    void open() {
        lock.lock();
        try {
            connected();
        } catch (SQLException e) {
            throw database.translate(e);
        } finally {
            lock.unlock();
        }
    }

    long generation(Namespace ns) {
        return generations.getOrDefault(ns, 0L);
    }

    /// @param places records whose versions the work asks for
    <T> T commit(Set<Place> places, Work<T> work) {
        Pending<T> mine = new Pending<>(places, work);
        queue.add(mine);
        lock.lock();
        try {
            while (!mine.done) {
                makeTogether(takeQueued(), ATTEMPTS);
            }
        } finally {
            lock.unlock();
        }
        if (mine.failure != null) {
            // Thrown in each caller's own thread, with its own trace.
            throw new StoreException(
                    mine.failure.reason(), String.valueOf(mine.failure.getMessage()), mine.failure);
        }
        return Objects.requireNonNull(mine.result);
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            closed = true;
            disconnect();
        } finally {
            lock.unlock();
        }
    }

    private List<Pending<?>> takeQueued() {
        List<Pending<?>> taken = new ArrayList<>();
        while (taken.size() < MOST_TOGETHER) {
            Pending<?> next = queue.poll();
            if (next == null) {
                break;
            }
            taken.add(next);
        }
        return taken;
    }

    private void makeTogether(List<Pending<?>> group, int attempts) {
        boolean committing = false;
        boolean reached = false;
        try {
            WriteTransaction open = connected();
            reached = true;
            open.begin(places(group));
            for (Pending<?> pending : group) {
                pending.run(open);
            }
            Map<Namespace, Long> touched = open.touch();
            // Before anybody can read what it writes: who has read it must not take an older view
            // for a fresh one. One that fails leaves views to be read anew until the next one.
            generations.putAll(touched);
            committing = true;
            open.commit();
            group.forEach(Pending::succeed);
        } catch (SQLException e) {
            // A server that can't be reached is not tried again while everybody waits.
            boolean again = committing || (reached && database.isPassing(e));
            int left = again ? attempts - 1 : 0;
            settle(group, database.translate(e), committing, left);
        } catch (StoreException e) {
            settle(group, e, committing, 0);
        } catch (RuntimeException | Error e) {
            // An error as well: the others of the group would wait for an outcome for ever.
            settle(
                    group,
                    new StoreException(StoreException.Reason.IO, "a commit failed", e),
                    committing,
                    0);
        }
    }

    private static Set<Place> places(List<Pending<?>> group) {
        Set<Place> places = new HashSet<>();
        group.forEach(pending -> places.addAll(pending.places));
        return places;
    }

    /// Before the database's own commit nothing of a group is in it, so it may be tried again.
    /// After it the database has to say what became of it: where nobody knows, a second try could
    /// mistake its own first for another's.
    private void settle(
            List<Pending<?>> group, StoreException failure, boolean committing, int attempts) {
        WriteTransaction broken = transaction;
        abandon();
        WriterDatabase.Outcome outcome =
                committing && broken != null
                        ? database.outcomeOf(broken)
                        : WriterDatabase.Outcome.NOT_MADE;
        switch (outcome) {
            case MADE -> group.forEach(Pending::succeed);
            case UNKNOWN -> group.forEach(pending -> pending.fail(unknown(failure)));
            case NOT_MADE -> {
                if (attempts > 0) {
                    makeTogether(group, attempts);
                } else if (group.size() > 1 && isOfOneAlone(failure)) {
                    group.forEach(pending -> makeTogether(List.of(pending), 1));
                } else {
                    group.forEach(pending -> pending.fail(failure));
                }
            }
        }
    }

    /// Where the database itself is away, trying one by one makes all wait and helps none.
    private static boolean isOfOneAlone(StoreException failure) {
        return failure.reason() != StoreException.Reason.UNAVAILABLE
                && failure.reason() != StoreException.Reason.REFUSED;
    }

    private static StoreException unknown(StoreException failure) {
        return failure.reason() == StoreException.Reason.UNAVAILABLE
                ? new StoreException(
                        StoreException.Reason.UNKNOWN_OUTCOME,
                        "whether a commit was made is not known: " + failure.getMessage(),
                        failure)
                : failure;
    }

    private WriteTransaction connected() throws SQLException {
        if (closed) {
            throw new StoreException(StoreException.Reason.CLOSED, "the store is closed");
        }
        WriteTransaction open = transaction;
        if (open == null) {
            open = database.connectForWriting();
            generations.putAll(open.generations());
            transaction = open;
        }
        return open;
    }

    private void abandon() {
        try {
            disconnect();
        } catch (SQLException _) {
            // The connection is given up because of an error that is already on its way to the
            // caller.
        }
    }

    private void disconnect() throws SQLException {
        WriteTransaction open = transaction;
        transaction = null;
        if (open != null) {
            open.close();
        }
    }
}
