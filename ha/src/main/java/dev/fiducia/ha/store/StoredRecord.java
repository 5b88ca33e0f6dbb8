package dev.fiducia.ha.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/// One record as the store holds it. The value is in the clear here and is left out of
/// [#toString()].
///
/// @param version the number of the commit that wrote it: positive, rising over the life of the
///   store, never used twice for one key, not even after a delete
/// @param changed when that commit was made, by the clock of who made it; never before the change
///   before, wherever that was made
@SuppressWarnings("ArrayRecordComponent") // copied on the way in, compared by content below
public record StoredRecord(String key, long version, byte[] value, Instant changed) {

    public StoredRecord {
        value = value.clone();
    }

    /// A copy of the value.
    @Override
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredRecord that
                && key.equals(that.key)
                && version == that.version
                && changed.equals(that.changed)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, version);
    }

    @Override
    public String toString() {
        return "StoredRecord[" + key + "@" + version + ", " + value.length + " bytes]";
    }
}
