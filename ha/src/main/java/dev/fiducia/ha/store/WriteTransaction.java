package dev.fiducia.ha.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/// A connection that writes. Used by one thread at a time; several commits may share one
/// transaction of the database, and one connection makes one transaction after the other.
interface WriteTransaction extends AutoCloseable {

    /// Where a record is.
    record Place(Namespace ns, String key) {}

    /// Begins, as the only one who writes: until the end nobody else changes a record.
    ///
    /// @param places records whose versions will be asked for
    void begin(Collection<Place> places) throws SQLException;

    /// The number of the commit that is being made: all its records get it.
    long nextVersion();

    /// What a record is at, earlier commits of this transaction included.
    long versionOf(Namespace ns, String key) throws SQLException;

    void put(Namespace ns, String key, long newVersion, long changed, byte[] sealed)
            throws SQLException;

    void delete(Namespace ns, String key, long newVersion) throws SQLException;

    /// Deletes some of the records that were last changed before an instant.
    int purge(Namespace ns, long changedBefore, int limit) throws SQLException;

    /// Notes the generations of what was touched, at the latest with [#commit()], which is next.
    Map<Namespace, Long> touch() throws SQLException;

    void commit() throws SQLException;

    /// The generations as the database has them.
    Map<Namespace, Long> generations() throws SQLException;

    /// Ends the connection, and whatever it has not committed.
    @Override
    void close() throws SQLException;
}
