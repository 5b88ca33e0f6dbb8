package dev.fiducia.ha.audit;

import java.util.Locale;

/// What is wrong with a chain.
///
/// @param chain the chain of decisions where it shows; empty for that of changes
/// @param seq the number of the event where it shows
public record AuditProblem(String chain, long seq, Kind kind, String message) {

    /// Ways in which a chain is broken.
    public enum Kind {
        /// The record holds no event, or the store can't read it.
        UNREADABLE,
        /// The event is not what was hashed.
        EDITED,
        /// The event is under the number of another one.
        REORDERED,
        /// Events before it are gone.
        MISSING,
        /// It does not follow from the event before it.
        UNLINKED,
        /// Events at the end are gone, or the head is.
        TRUNCATED,
        /// It lies beyond what the head says is the last.
        BEYOND_HEAD,
        /// The chain does not lead through the head that was remembered.
        REPLACED,
        /// The log of changes says that there is such a chain, and there is none.
        CHAIN_GONE,
        /// There is such a chain, and the log of changes does not say that it was begun.
        CHAIN_UNKNOWN,
        /// It lies before the place where the log was cut, so that it should be gone.
        BEFORE_CUT,
        /// Events were removed, and the record that says up to where is gone.
        CUT_GONE,
        /// The record of what was removed is not signed by this service.
        CUT_FOREIGN,
        /// The record of what was removed is not the one that the log of changes tells of last.
        CUT_UNTOLD;

        /// The stable name, such as `beyond-head`.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
