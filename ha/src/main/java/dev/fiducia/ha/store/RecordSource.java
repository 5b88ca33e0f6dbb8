package dev.fiducia.ha.store;

/// A whole store as of one moment.
@FunctionalInterface
public interface RecordSource {

    /// Gives all of it. Memory is bounded, however large it is.
    void copyTo(RecordSink sink);
}
