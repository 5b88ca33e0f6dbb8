package dev.fiducia.ha.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// One PostgreSQL database as this process sees it: how it is connected to, brought to this
/// release's schema and written to, and how far it has come.
final class PostgresDatabase implements WriterDatabase {

    private static final int QUESTIONS = 4;
    private static final long PAUSE_NANOS = 250_000_000;

    private final PostgresSettings settings;
    private final PostgresSource source;
    private final String writer = UUID.randomUUID().toString();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong furthest = new AtomicLong();
    private final AtomicBoolean wentBack = new AtomicBoolean();

    PostgresDatabase(PostgresSettings settings) {
        this.settings = settings;
        this.source = new PostgresSource(settings);
    }

    PostgresSource source() {
        return source;
    }

    String shown() {
        return settings.shown();
    }

    /// What this process is called among those that write.
    String writer() {
        return writer;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    @Override
    public PostgresTransaction connectForWriting() throws SQLException {
        Connection connection = source.getConnection();
        try {
            return new PostgresTransaction(connection, this);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public StoreException translate(SQLException e) {
        return PostgresErrors.translate(shown(), e);
    }

    @Override
    public boolean isPassing(SQLException e) {
        return PostgresErrors.isPassing(e);
    }

    /// Whoever holds the lock knows that the broken transaction, which held it, has ended. What it
    /// left behind tells how. The answer is committed itself, so that the standbys that commits
    /// wait for have confirmed what came before it.
    @Override
    public Outcome outcomeOf(WriteTransaction broken) {
        if (!(broken instanceof PostgresTransaction mine) || mine.isWarned()) {
            return Outcome.UNKNOWN;
        }
        for (int asked = 0; asked < QUESTIONS; asked++) {
            try (PostgresTransaction question = connectForWriting()) {
                question.begin(List.of());
                boolean made = question.lastOfOwn() == mine.number();
                question.commit();
                return made ? Outcome.MADE : Outcome.NOT_MADE;
            } catch (SQLException _) {
                LockSupport.parkNanos(PAUSE_NANOS); // a server that restarts takes a moment
            } catch (StoreException _) {
                return Outcome.UNKNOWN;
            }
        }
        return Outcome.UNKNOWN;
    }

    /// Reads the number of the last commit.
    ///
    /// @throws StoreException if the database has been further than that
    long lastCommit(ResultSet rows) throws SQLException {
        try (rows) {
            if (!rows.next()) {
                throw new StoreException(
                        StoreException.Reason.CORRUPT,
                        "the store " + shown() + " has lost the number of its last commit");
            }
            return observe(rows.getLong(1));
        }
    }

    /// Notes how far a database is that nobody changes meanwhile.
    private long observe(long lastCommit) {
        refuseIfWentBack();
        if (lastCommit < furthest.getAndAccumulate(lastCommit, Math::max)) {
            throw goneBack();
        }
        return lastCommit;
    }

    /// Notes how far the database was at a look that began when it was at least `before`.
    void observe(long before, long lastCommit) {
        furthest.accumulateAndGet(lastCommit, Math::max);
        if (lastCommit < before) {
            throw goneBack();
        }
    }

    /// How far the database is known to be.
    long furthest() {
        return furthest.get();
    }

    StoreException goneBack() {
        wentBack.set(true);
        return new StoreException(
                StoreException.Reason.WENT_BACK,
                "the store "
                        + shown()
                        + " is older than it was: after a restore or a failover that lost commits, restart every replica");
    }

    /// What was read before may be of a past that the database does not have any more, so this
    /// lasts until the process ends.
    void refuseIfWentBack() {
        if (wentBack.get()) {
            throw goneBack();
        }
    }

    /// Refuses a schema that is not exactly this release's, and changes nothing.
    void requireCurrentSchema() {
        flyway(Flyway::validate);
    }

    /// Brings the schema up to date; replicas that start together wait for one another. A schema
    /// that this release does not know, or whose released migrations were edited, is refused.
    void migrate() {
        flyway(Flyway::migrate);
    }

    private void flyway(Consumer<Flyway> use) {
        try (Connection connection = source.getConnection()) {
            // Shows what is wrong with the connection itself as such.
            var _ = connection.isValid(1);
            use.accept(
                    Flyway.configure(PostgresDatabase.class.getClassLoader())
                            .dataSource(source)
                            .locations("classpath:db/migration/postgresql")
                            .schemas(PostgresSource.SCHEMA)
                            .createSchemas(true)
                            .ignoreMigrationPatterns(new String[0])
                            .validateMigrationNaming(true)
                            .cleanDisabled(true)
                            .loggers("slf4j")
                            .load());
        } catch (SQLException e) {
            throw translate(e);
        } catch (FlywayException e) {
            SQLException cause = SqliteErrors.findCause(e);
            if (cause != null) {
                throw translate(cause);
            }
            throw new StoreException(
                    StoreException.Reason.SCHEMA,
                    "the schema of "
                            + shown()
                            + " is not one that this release can use: "
                            + e.getMessage(),
                    e);
        }
    }

    /// Forgets processes that have ended long ago.
    void forgetWriters() {
        try (Connection connection = source.getConnection();
                PreparedStatement old =
                        connection.prepareStatement(
                                "DELETE FROM writer WHERE seen < now() - interval '30 days'")) {
            old.executeUpdate();
        } catch (SQLException e) {
            throw translate(e);
        }
    }
}
