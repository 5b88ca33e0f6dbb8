package dev.fiducia.ha.archive;

import org.jspecify.annotations.Nullable;

/// An archive can't be written or read. The message says why; it never holds a key or a value.
public final class ArchiveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What kind of trouble.
    public enum Reason {
        /// The file is no archive.
        NOT_AN_ARCHIVE,
        /// It was written by another release, in a form or with a meaning that this one does not
        /// know.
        OTHER_VERSION,
        /// Another key or passphrase, or the beginning of the archive is damaged: nobody can tell
        /// these apart.
        WRONG_KEY,
        /// It was cut, changed, extended or put together anew.
        DAMAGED,
        /// The key file or passphrase can't be used.
        UNUSABLE_KEY,
        /// The file can't be read or written.
        IO
    }

    private final Reason reason;

    ArchiveException(Reason reason, String message) {
        this(reason, message, null);
    }

    ArchiveException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
