package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final SqliteDatabase database;
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
        private final Work<T> work;
        private @Nullable T result;
        private @Nullable StoreException failure;
        private boolean done;

        Pending(Work<T> work) {
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

    Writer(SqliteDatabase database) {
        this.database = database;
    }

    /// Connects, so that trouble shows at the start.
    void open() {
        lock.lock();
        try {
            connected();
        } catch (SQLException e) {
            throw SqliteErrors.translate(database.file(), e);
        } finally {
            lock.unlock();
        }
    }

    long generation(Namespace ns) {
        return generations.getOrDefault(ns, 0L);
    }

    <T> T commit(Work<T> work) {
        Pending<T> mine = new Pending<>(work);
        queue.add(mine);
        lock.lock();
        try {
            while (!mine.done) {
                makeTogether(takeQueued());
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

    private void makeTogether(List<Pending<?>> group) {
        boolean written = false;
        try {
            WriteTransaction open = connected();
            open.begin();
            for (Pending<?> pending : group) {
                pending.run(open);
            }
            Map<Namespace, Long> touched = open.touch();
            written = true;
            open.commit();
            generations.putAll(touched);
            group.forEach(Pending::succeed);
        } catch (SQLException e) {
            settle(group, SqliteErrors.translate(database.file(), e), written);
        } catch (StoreException e) {
            settle(group, e, written);
        } catch (RuntimeException | Error e) {
            // An error as well: the others of the group would wait for an outcome for ever.
            settle(
                    group,
                    new StoreException(StoreException.Reason.IO, "a commit failed", e),
                    written);
        }
    }

    /// Before the database's own commit nothing of a group is in it, so each member may try on its
    /// own. After it nobody knows, and a second try could mistake its own first for another's.
    private void settle(List<Pending<?>> group, StoreException failure, boolean written) {
        abandon();
        if (written || group.size() == 1) {
            group.forEach(pending -> pending.fail(failure));
        } else {
            group.forEach(pending -> makeTogether(List.of(pending)));
        }
    }

    private WriteTransaction connected() throws SQLException {
        if (closed) {
            throw new StoreException(StoreException.Reason.CLOSED, "the store is closed");
        }
        WriteTransaction open = transaction;
        if (open == null) {
            open = new WriteTransaction(database.connectForWriting());
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
