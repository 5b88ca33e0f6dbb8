package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

import java.nio.file.Path;
import java.sql.SQLException;

/// Says what SQLite's errors mean for whoever runs the service.
final class SqliteErrors {

    // The low byte of a result code is its kind, the rest a detail of it.
    private static final int KIND = 0xFF;

    private SqliteErrors() {}

    static StoreException translate(Path database, SQLException e) {
        StoreException.Reason reason = reason(e.getErrorCode() & KIND);
        return new StoreException(reason, "the store " + database + ": " + e.getMessage(), e);
    }

    /// The SQL error among the causes of an exception, if there is one.
    static @Nullable SQLException findCause(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static StoreException.Reason reason(int kind) {
        if (kind == SQLiteErrorCode.SQLITE_FULL.code) {
            return StoreException.Reason.FULL;
        }
        if (kind == SQLiteErrorCode.SQLITE_CORRUPT.code
                || kind == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return StoreException.Reason.CORRUPT;
        }
        if (kind == SQLiteErrorCode.SQLITE_BUSY.code
                || kind == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return StoreException.Reason.BUSY;
        }
        return StoreException.Reason.IO;
    }
}
