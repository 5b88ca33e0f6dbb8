package dev.fiducia.ha.store;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.Seal;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Writes a whole store into an empty one, in one transaction: all of it is there in the end, or
/// nothing. Records keep their versions and times and are sealed anew.
final class StoreFill implements RecordSink {

    /// How many numbers of commits are left out behind what is filled in: what was committed after
    /// the filling was saved is lost, and must not share its versions with what comes now.
    static final long GAP = 1L << 20;

    private static final int TOGETHER = 256;
    private static final int BYTES_TOGETHER = 4 << 20;

    private final Connection connection;
    private final StoreDialect dialect;
    private final Seal seal;
    private final PreparedStatement insert;
    private @Nullable StoreState state;
    private @Nullable RecordRules rules;
    private int waiting;
    private int waitingBytes;
    private boolean ringKnown;
    private boolean ended;

    private StoreFill(Connection connection, StoreDialect dialect, KeyRing ring)
            throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.seal = new Seal(ring, new SecureRandom());
        this.insert =
                connection.prepareStatement(
                        "INSERT INTO record (namespace, key, version, changed, sealed)"
                                + " VALUES (?, ?, ?, ?, ?)");
    }

    /// Fills the store behind a connection, which is in a transaction that nobody else writes
    /// beside.
    ///
    /// @throws StoreException [StoreException.Reason#NOT_EMPTY] if something is or was in it
    static void fill(
            Connection connection, StoreDialect dialect, KeyRing ring, RecordSource source) {
        try {
            dialect.begin(connection);
            refuseUsed(connection, dialect);
            StoreFill fill = new StoreFill(connection, dialect, ring);
            source.copyTo(fill);
            fill.finish();
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }

    private static void refuseUsed(Connection connection, StoreDialect dialect)
            throws SQLException {
        StoreState found = dialect.state(connection);
        if (found.lastCommit() != 0 || !found.generations().isEmpty()) {
            throw new StoreException(
                    StoreException.Reason.NOT_EMPTY,
                    "the store "
                            + dialect.shown()
                            + " has been written to: only a new one is filled, so that nothing is"
                            + " overwritten");
        }
    }

    @Override
    public void begin(StoreState begun) {
        RecordRules.objection(begun).ifPresent(StoreFill::refuse);
        state = begun;
        rules = new RecordRules(begun);
    }

    @Override
    public void put(Namespace ns, StoredRecord stored) {
        Optional<String> objection =
                Objects.requireNonNull(rules).objection(ns, stored.key(), stored.version());
        objection.ifPresent(why -> refuse("the record " + ns + "/" + stored.key() + ": " + why));
        byte[] value = RecordLimits.requireValue(stored.value());
        ringKnown |= ns.equals(Records.SELF) && stored.key().equals(Records.KEY_CHECK);
        try {
            byte[] sealed = seal.seal(ns.name(), stored.key(), stored.version(), value);
            insert.setString(1, ns.name());
            insert.setString(2, stored.key());
            insert.setLong(3, stored.version());
            insert.setLong(4, stored.changed().toEpochMilli());
            insert.setBytes(5, sealed);
            insert.addBatch();
            waiting++;
            waitingBytes += sealed.length;
            if (waiting == TOGETHER || waitingBytes > BYTES_TOGETHER) {
                send();
            }
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }

    @Override
    public void end() {
        ended = true;
    }

    private void send() throws SQLException {
        insert.executeBatch();
        waiting = 0;
        waitingBytes = 0;
    }

    private void finish() throws SQLException {
        StoreState filled = Objects.requireNonNull(state);
        if (!ended || !ringKnown) {
            refuse("it is not a whole store");
        }
        send();
        long last = filled.lastCommit() + GAP;
        try (PreparedStatement generation =
                connection.prepareStatement(
                        "INSERT INTO generation (namespace, value) VALUES (?, ?)")) {
            for (Map.Entry<Namespace, Long> each : filled.generations().entrySet()) {
                generation.setString(1, each.getKey().name());
                generation.setLong(2, each.getKey().equals(Records.SELF) ? last : each.getValue());
                generation.addBatch();
            }
            generation.executeBatch();
        }
        dialect.commit(connection, last);
    }

    private static void refuse(String why) {
        throw new StoreException(
                StoreException.Reason.CORRUPT, "what the store was to be filled with: " + why);
    }
}
