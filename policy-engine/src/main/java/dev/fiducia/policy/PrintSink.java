package dev.fiducia.policy;

/// Receives what `print` writes.
@FunctionalInterface
public interface PrintSink {
    void print(Position at, String message);
}
