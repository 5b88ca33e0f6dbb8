package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Set;

/// Says what PostgreSQL's errors mean for whoever runs the service, by their SQL states.
final class PostgresErrors {

    // Ended by an administrator, a crash or a shutdown; not accepting yet; too many; idle too long;
    // writes go elsewhere now; not taking connections to this database.
    private static final Set<String> AWAY =
            Set.of("57P01", "57P02", "57P03", "57P05", "53300", "25P03", "25006", "55000");
    private static final Set<String> PASSING = Set.of("40001", "40P01");
    private static final Set<String> WAITED = Set.of("55P03", "57014");
    private static final Set<String> FULL = Set.of("53100", "53200", "53400");

    private PostgresErrors() {}

    static StoreException translate(String shown, SQLException e) {
        StoreException refusal = refusalIn(e);
        if (refusal != null) {
            return refusal;
        }
        return new StoreException(
                reason(stateOf(e)), "the store " + shown + ": " + e.getMessage(), e);
    }

    /// True if the transaction was undone for others' sake, or the connection is gone.
    static boolean isPassing(SQLException e) {
        String state = stateOf(e);
        return PASSING.contains(state) || reason(state) == StoreException.Reason.UNAVAILABLE;
    }

    /// What a connection was refused for, which a pool wraps.
    private static @Nullable StoreException refusalIn(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException refusal) {
                return refusal;
            }
        }
        return null;
    }

    /// The innermost state: a pool's own says nothing of the reason.
    private static String stateOf(SQLException e) {
        String state = "08000";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }

    private static StoreException.Reason reason(String state) {
        if (state.startsWith("08") || AWAY.contains(state)) {
            return StoreException.Reason.UNAVAILABLE;
        }
        if (PASSING.contains(state) || WAITED.contains(state)) {
            return StoreException.Reason.BUSY;
        }
        if (FULL.contains(state)) {
            return StoreException.Reason.FULL;
        }
        if (state.startsWith("XX")) {
            return StoreException.Reason.CORRUPT;
        }
        if (state.startsWith("28") || state.equals("3D000") || state.equals("42501")) {
            return StoreException.Reason.REFUSED;
        }
        if (state.startsWith("42")) {
            return StoreException.Reason.SCHEMA;
        }
        return StoreException.Reason.IO;
    }
}
