package dev.fiducia.kbs.registry;

import dev.fiducia.kbs.api.IdempotencyKey;

import java.util.Optional;

/// On what terms somebody changes the registry.
///
/// @param by who asks
/// @param reason why, where it was said
/// @param dryRun whether only to say what would happen
/// @param version what the record has to be at (`If-Match`); empty for any
/// @param key by which the request is known when it is sent again; empty for none
/// @param request names the request in the log
public record Terms(
        String by,
        Optional<String> reason,
        boolean dryRun,
        Optional<Long> version,
        Optional<IdempotencyKey> key,
        String request) {

    /// Nothing but the name of who asks.
    public static Terms of(String by) {
        return new Terms(by, Optional.empty(), false, Optional.empty(), Optional.empty(), "");
    }

    /// The same, only to say what would happen.
    public Terms asDryRun() {
        return new Terms(by, reason, true, version, key, request);
    }

    /// The same with a reason.
    public Terms because(String why) {
        return new Terms(by, Optional.of(why), dryRun, version, key, request);
    }

    /// The same for a record at this version.
    public Terms at(long expected) {
        return new Terms(by, reason, dryRun, Optional.of(expected), key, request);
    }

    /// The same for a request that may be repeated.
    public Terms once(IdempotencyKey known) {
        return new Terms(by, reason, dryRun, version, Optional.of(known), request);
    }
}
