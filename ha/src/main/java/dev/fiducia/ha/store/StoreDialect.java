package dev.fiducia.ha.store;

import java.sql.Connection;
import java.sql.SQLException;

/// What the databases do each in their own way when a store is taken as a whole.
sealed interface StoreDialect permits SqliteWhole, PostgresWhole {

    String shown();

    StoreState state(Connection connection) throws SQLException;

    /// Begins a transaction that nobody writes beside.
    void begin(Connection connection) throws SQLException;

    /// Notes the number of the last commit, and commits.
    void commit(Connection connection, long lastCommit) throws SQLException;

    StoreException translate(SQLException e);
}
