package dev.fiducia.ha.store;

import java.util.Arrays;
import java.util.Objects;

/// One conditional write of a commit: it is made only if the record is at the expected version.
public sealed interface Change {

    /// The version to expect of a record that must not exist.
    long ABSENT = 0;

    Namespace ns();

    String key();

    long expectedVersion();

    /// Writes a value: over the expected version, or as a new record if that is [#ABSENT].
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in, compared by content below
    record Put(Namespace ns, String key, byte[] value, long expectedVersion) implements Change {

        public Put {
            RecordLimits.requireKey(key);
            value = RecordLimits.requireValue(value);
            if (expectedVersion < ABSENT) {
                throw new IllegalArgumentException("a version is not negative");
            }
        }

        /// A copy of the value.
        @Override
        public byte[] value() {
            return value.clone();
        }

        int size() {
            return value.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Put that
                    && ns.equals(that.ns)
                    && key.equals(that.key)
                    && expectedVersion == that.expectedVersion
                    && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(ns, key, expectedVersion);
        }

        @Override
        public String toString() {
            return "Put[" + ns + "/" + key + " over " + expectedVersion + "]";
        }
    }

    /// Removes the record at the expected version, which is therefore never [#ABSENT].
    record Delete(Namespace ns, String key, long expectedVersion) implements Change {

        public Delete {
            RecordLimits.requireKey(key);
            if (expectedVersion <= ABSENT) {
                throw new IllegalArgumentException("only a record that exists can be deleted");
            }
        }
    }
}
