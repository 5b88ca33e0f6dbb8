package dev.fiducia.ha.store;

import java.time.Instant;

/// What became of a commit.
public sealed interface CommitResult {

    /// All of it is on the disk.
    ///
    /// @param version what every record that the commit wrote is at now
    /// @param at when, by the clock of who committed: no record that the commit wrote says that it
    ///   was changed before
    record Committed(long version, Instant at) implements CommitResult {}

    /// None of it was written, because one change expected another version.
    ///
    /// @param change the first one whose condition does not hold
    /// @param actualVersion what the record is at; 0 if there is none
    record Conflict(Change change, long actualVersion) implements CommitResult {}
}
