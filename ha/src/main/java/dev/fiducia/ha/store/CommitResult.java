package dev.fiducia.ha.store;

/// What became of a commit.
public sealed interface CommitResult {

    /// All of it is on the disk.
    ///
    /// @param version what every record that the commit wrote is at now
    record Committed(long version) implements CommitResult {}

    /// None of it was written, because one change expected another version.
    ///
    /// @param change the first one whose condition does not hold
    /// @param actualVersion what the record is at; 0 if there is none
    record Conflict(Change change, long actualVersion) implements CommitResult {}
}
