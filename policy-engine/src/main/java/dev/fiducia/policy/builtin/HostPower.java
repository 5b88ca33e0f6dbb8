package dev.fiducia.policy.builtin;

/// What a host must grant before functions that reach beyond their arguments exist.
public enum HostPower {
    /// `rand.intn` and `uuid.rfc4122`.
    RANDOM,
    /// `opa.runtime`.
    RUNTIME,
    /// `http.send`.
    HTTP,
    /// `net.lookup_ip_addr`.
    NAMES
}
