package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

/// The store can't do what was asked, for a reason outside the request. The message names files and
/// records, never values or keys of the ring.
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What kind of trouble, by what has to be done about it.
    public enum Reason {
        /// Another process has this store open.
        IN_USE(false),
        /// Files or folders have rights, owners or a file system that the store refuses.
        UNSAFE_FILES(false),
        /// The key ring lacks the key that sealed the data.
        KEY_MISSING(false),
        /// A value is not what was sealed for this record and version.
        TAMPERED(false),
        /// The database file is damaged.
        CORRUPT(false),
        /// The database was written by a newer release, or its schema was altered.
        SCHEMA(false),
        /// The disk, or the space that the store may take, is full.
        FULL(true),
        /// The disk can't be read or written.
        IO(true),
        /// The database can't be reached, or ended the connection.
        UNAVAILABLE(true),
        /// The connection was lost during a commit, and whether it was made can't be found out now:
        /// read again before anything is concluded from it.
        UNKNOWN_OUTCOME(false),
        /// The database refuses the user, or has settings under which it loses what it
        /// acknowledged.
        REFUSED(false),
        /// The database is older than this process saw it: restored, or failed over without its
        /// last commits. What was decided since is not known; restart all replicas.
        WENT_BACK(false),
        /// Waited too long for a lock or a connection.
        BUSY(true),
        /// A whole store was to be put where one is, or was.
        NOT_EMPTY(false),
        /// The store was closed.
        CLOSED(false);

        private final boolean retryable;

        Reason(boolean retryable) {
            this.retryable = retryable;
        }
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        this(reason, message, null);
    }

    public StoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// True if the same request may succeed later without anything being repaired in the store.
    public boolean retryable() {
        return reason.retryable;
    }
}
