package dev.fiducia.kbs.api;

import dev.fiducia.kbs.admin.AdminIdentity;

import java.util.Optional;

/// On what terms somebody changes something.
///
/// @param who asks
/// @param reason why, where it was said
/// @param dryRun whether only to say what would happen
/// @param version what the record has to be at (`If-Match`); empty for any
/// @param key by which the request is known when it is sent again; empty for none
/// @param request names the request in the log
public record Terms(
        AdminIdentity who,
        Optional<String> reason,
        boolean dryRun,
        Optional<Long> version,
        Optional<IdempotencyKey> key,
        String request) {

    /// Nothing but the name of who asks.
    public static Terms of(String by) {
        return of(new AdminIdentity("admin", Optional.empty(), Optional.of(by)));
    }

    /// Nothing but who asks.
    public static Terms of(AdminIdentity who) {
        return new Terms(who, Optional.empty(), false, Optional.empty(), Optional.empty(), "");
    }

    /// Who asks, for records of who changed what.
    public String by() {
        return who.name();
    }

    /// The same, only to say what would happen.
    public Terms asDryRun() {
        return new Terms(who, reason, true, version, key, request);
    }

    /// The same with a reason.
    public Terms because(String why) {
        return new Terms(who, Optional.of(why), dryRun, version, key, request);
    }

    /// The same for a record at this version.
    public Terms at(long expected) {
        return new Terms(who, reason, dryRun, Optional.of(expected), key, request);
    }

    /// The same for a request that may be repeated.
    public Terms once(IdempotencyKey known) {
        return new Terms(who, reason, dryRun, version, Optional.of(known), request);
    }

    /// The same for a request that may be repeated without being remembered.
    public Terms unremembered() {
        return new Terms(who, reason, dryRun, Optional.empty(), Optional.empty(), request);
    }

    /// Refuses with 412 a change that was meant for another version.
    ///
    /// @param actual the record's version now; `Change.ABSENT` where there is none
    public void require(long actual) throws ApiProblem {
        if (version.isPresent() && version.get() != actual) {
            throw ApiProblem.stale(actual);
        }
    }
}
