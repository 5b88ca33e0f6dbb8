package dev.fiducia.kbs.http;

/// What a handler mostly does, which decides the pool that it runs on.
public enum Workload {
    /// Computes: verification, policy evaluation, key wrapping, short reads. As many threads as
    /// cores.
    CPU,
    /// Waits: writes to the store, calls to other services. More threads, and also bounded.
    BLOCKING
}
