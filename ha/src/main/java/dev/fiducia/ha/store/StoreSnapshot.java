package dev.fiducia.ha.store;

import dev.fiducia.ha.seal.KeyId;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.Seal;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All of a store as of one moment, by one connection: what is committed since is not in it. For
/// one thread. It is read like a store; who writes to it meets an [UnsupportedOperationException].
public final class StoreSnapshot implements RecordStore, RecordSource {

    /// Few enough that the largest values fit into memory.
    private static final int TOGETHER = 32;

    private final Connection connection;
    private final StoreDialect dialect;
    private final AutoCloseable held;
    private final Records records;
    private final StoreState state;

    /// @param connection in a transaction that sees one moment
    /// @param held closed with the connection
    StoreSnapshot(Connection connection, StoreDialect dialect, KeyRing ring, AutoCloseable held)
            throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.held = held;
        this.records = new Records(ring, InstantSource.system());
        this.state = dialect.state(connection);
    }

    public StoreState state() {
        return state;
    }

    @Override
    public Optional<StoredRecord> get(Namespace ns, String key) {
        if (!RecordLimits.isKey(key)) {
            return Optional.empty();
        }
        List<Records.Row> rows = rows(ns, "key = ?", 1, key);
        return rows.stream().findFirst().map(row -> records.open(ns, row));
    }

    @Override
    public RecordPage list(Namespace ns, String prefix, @Nullable String after, int limit) {
        RecordLimits.requirePage(limit);
        String behind = after == null ? "" : after;
        List<Records.Row> rows = new ArrayList<>();
        // Keys with the prefix stand together, so the first one without it ends them.
        for (Records.Row row : rows(ns, "key >= ? AND key > ?", limit + 1, prefix, behind)) {
            if (!row.key().startsWith(prefix)) {
                break;
            }
            rows.add(row);
        }
        return records.page(ns, rows, limit, state.generation(ns));
    }

    @Override
    public CommitResult commit(List<Change> changes) {
        throw new UnsupportedOperationException("a snapshot is only read");
    }

    @Override
    public int purge(Namespace ns, Instant olderThan) {
        throw new UnsupportedOperationException("a snapshot is only read");
    }

    @Override
    public long generation(Namespace ns) {
        return state.generation(ns);
    }

    /// Gives everything.
    ///
    /// @throws StoreException at the first record that can't be opened
    @Override
    public void copyTo(RecordSink sink) {
        sink.begin(state);
        forEachRow((ns, row) -> sink.put(ns, records.open(ns, row)));
        sink.end();
    }

    /// Opens every record and checks what holds of all.
    public StoreVerdict verify() {
        StoreVerdict.Collector found = new StoreVerdict.Collector(state);
        forEachRow((ns, row) -> found.look(ns, row, records));
        return found.verdict();
    }

    /// How many records are sealed under which key of the ring.
    public Map<KeyId, Long> sealedUnder() {
        Map<KeyId, Long> counts = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        forEachRow((_, row) ->
                Seal.keyOf(row.sealed()).ifPresent(key -> counts.merge(key, 1L, Long::sum)));
        return counts;
    }

    /// What to do with each row.
    @FunctionalInterface
    private interface Visitor {
        void visit(Namespace ns, Records.Row row);
    }

    private void forEachRow(Visitor visitor) {
        for (Namespace ns = namespaceBehind(""); ns != null; ns = namespaceBehind(ns.name())) {
            String after = "";
            while (true) {
                List<Records.Row> rows = rows(ns, "key > ?", TOGETHER, after);
                for (Records.Row row : rows) {
                    visitor.visit(ns, row);
                }
                if (rows.size() < TOGETHER) {
                    break;
                }
                after = rows.getLast().key();
            }
        }
    }

    private @Nullable Namespace namespaceBehind(String name) {
        try (PreparedStatement next =
                connection.prepareStatement(
                        "SELECT min(namespace) FROM record WHERE namespace > ?")) {
            next.setString(1, name);
            try (ResultSet rows = next.executeQuery()) {
                String found = rows.next() ? rows.getString(1) : null;
                return found == null ? null : new Namespace(found);
            }
        } catch (SQLException e) {
            throw dialect.translate(e);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    StoreException.Reason.CORRUPT, "the store has a namespace of no known form", e);
        }
    }

    private List<Records.Row> rows(
            Namespace ns, String condition, int limit, String... parameters) {
        try (PreparedStatement page =
                connection.prepareStatement(
                        "SELECT key, version, changed, sealed FROM record WHERE namespace = ? AND "
                                + condition
                                + " ORDER BY key LIMIT ?")) {
            page.setString(1, ns.name());
            for (int i = 0; i < parameters.length; i++) {
                page.setString(2 + i, parameters[i]);
            }
            page.setInt(2 + parameters.length, limit);
            List<Records.Row> found = new ArrayList<>();
            try (ResultSet rows = page.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            new Records.Row(
                                    rows.getString(1),
                                    rows.getLong(2),
                                    rows.getLong(3),
                                    rows.getBytes(4)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }

    @Override
    public void close() {
        try (AutoCloseable _ = held;
                Connection _ = connection) {
            connection.createStatement().execute("ROLLBACK");
        } catch (SQLException e) {
            throw dialect.translate(e);
        } catch (Exception e) {
            throw new StoreException(StoreException.Reason.IO, "the store is not let go: " + e, e);
        }
    }
}
