package dev.fiducia.kbs.admin;

/// Whether a request may administer.
public sealed interface AdminDecision {

    record Granted(AdminIdentity identity) implements AdminDecision {}

    /// @param code our own stable name of the reason, `kebab-case`
    /// @param reason one sentence in Trustee's words, on which its tests and clients rely
    record Denied(String code, String reason) implements AdminDecision {}
}
