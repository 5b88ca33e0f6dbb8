package dev.fiducia.ha.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Records that are to be sealed under another key, in both databases' SQL. Bytes 4 to 7 of a
/// sealed value name its key.
final class Reseal {

    /// A record with its value as sealed before and anew.
    @SuppressWarnings("ArrayRecordComponent") // a carrier between two methods, never compared
    record Resealed(Namespace ns, Records.Row row, byte[] fresh) {}

    private Reseal() {}

    static List<Resealed> find(
            Connection connection, Records records, SealedStore.Position after, int most)
            throws SQLException {
        try (PreparedStatement page =
                connection.prepareStatement(
                        "SELECT namespace, key, version, changed, sealed FROM record"
                                + " WHERE (namespace, key) > (?, ?) AND substr(sealed, 4, 4) <> ?"
                                + " ORDER BY namespace, key LIMIT ?")) {
            page.setString(1, after.namespace());
            page.setString(2, after.key());
            page.setBytes(
                    3,
                    ByteBuffer.allocate(Integer.BYTES).putInt(records.activeKey().value()).array());
            page.setInt(4, most);
            List<Resealed> found = new ArrayList<>();
            try (ResultSet rows = page.executeQuery()) {
                while (rows.next()) {
                    Namespace ns = new Namespace(rows.getString(1));
                    Records.Row row =
                            new Records.Row(
                                    rows.getString(2),
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    rows.getBytes(5));
                    found.add(new Resealed(ns, row, records.sealAnew(ns, row)));
                }
            }
            return found;
        }
    }

    /// Each only if it is as it was found.
    static int write(Connection connection, List<Resealed> all) throws SQLException {
        int done = 0;
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE record SET sealed = ? WHERE namespace = ? AND key = ?"
                                + " AND version = ? AND sealed = ?")) {
            for (Resealed each : all) {
                update.setBytes(1, each.fresh());
                update.setString(2, each.ns().name());
                update.setString(3, each.row().key());
                update.setLong(4, each.row().version());
                update.setBytes(5, each.row().sealed());
                done += update.executeUpdate();
            }
        }
        return done;
    }

    static SealedStore.Resealing result(List<Resealed> found, int done, int most) {
        Optional<SealedStore.Position> next =
                found.size() < most
                        ? Optional.empty()
                        : Optional.of(
                                new SealedStore.Position(
                                        found.getLast().ns().name(), found.getLast().row().key()));
        return new SealedStore.Resealing(done, next);
    }
}
