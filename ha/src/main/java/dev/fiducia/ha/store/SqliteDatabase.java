package dev.fiducia.ha.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/// One SQLite database: how it is connected to and brought to this release's schema.
final class SqliteDatabase implements WriterDatabase {

    private static final int BUSY_MILLIS = 5000;

    private final Path file;
    private final SQLiteDataSource source;

    /// @param file exists, with its final rights: the files that SQLite makes beside it get the
    ///   same
    SqliteDatabase(Path file) {
        this.file = file;
        this.source = new SQLiteDataSource(config());
        // As a URI, so that no character of the path means anything to the driver.
        source.setUrl("jdbc:sqlite:" + file.toUri());
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    Path file() {
        return file;
    }

    @Override
    public WriteTransaction connectForWriting() throws SQLException {
        return new SqliteTransaction(
                connect("PRAGMA trusted_schema=OFF", "PRAGMA secure_delete=ON"));
    }

    @Override
    public StoreException translate(SQLException e) {
        return SqliteErrors.translate(file, e);
    }

    /// Never: the driver has waited for locks, and what is wrong with a disk stays wrong.
    @Override
    public boolean isPassing(SQLException e) {
        return false;
    }

    /// Unknown: a second try could mistake what its first one wrote for another's.
    @Override
    public Outcome outcomeOf(WriteTransaction broken) {
        return Outcome.UNKNOWN;
    }

    Connection connectForReading() throws SQLException {
        return connect("PRAGMA trusted_schema=OFF", "PRAGMA query_only=ON");
    }

    private Connection connect(String... pragmas) throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// A connection that may write, and begins nothing by itself.
    Connection connect() throws SQLException {
        return connect("PRAGMA trusted_schema=OFF", "PRAGMA secure_delete=ON");
    }

    /// Refuses a schema that is not exactly this release's, and changes nothing.
    void requireCurrentSchema() {
        flyway(Flyway::validate);
    }

    /// Brings the schema up to date. A schema that this release does not know, or whose released
    /// migrations were edited, is refused.
    void migrate() {
        flyway(Flyway::migrate);
    }

    private void flyway(Consumer<Flyway> use) {
        try {
            use.accept(
                    Flyway.configure(SqliteDatabase.class.getClassLoader())
                            .dataSource(source)
                            .locations("classpath:db/migration/sqlite")
                            .ignoreMigrationPatterns(new String[0])
                            .validateMigrationNaming(true)
                            .cleanDisabled(true)
                            .loggers("slf4j")
                            .load());
        } catch (FlywayException e) {
            SQLException cause = SqliteErrors.findCause(e);
            if (cause != null) {
                throw SqliteErrors.translate(file, cause);
            }
            throw new StoreException(
                    StoreException.Reason.SCHEMA,
                    "the schema of "
                            + file
                            + " is not one that this release can use: "
                            + e.getMessage(),
                    e);
        }
    }
}
