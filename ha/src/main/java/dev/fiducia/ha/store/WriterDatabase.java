package dev.fiducia.ha.store;

import java.sql.SQLException;

/// What a [Writer] has to know of the database that it writes to.
interface WriterDatabase {

    /// What became of a transaction whose end was not seen.
    enum Outcome {
        MADE,
        NOT_MADE,
        UNKNOWN
    }

    WriteTransaction connectForWriting() throws SQLException;

    StoreException translate(SQLException e);

    /// True if the same work may well succeed at once, on another connection.
    boolean isPassing(SQLException e);

    /// Finds out what became of a transaction that broke while it was committed. May take as long
    /// as a commit.
    Outcome outcomeOf(WriteTransaction broken);
}
