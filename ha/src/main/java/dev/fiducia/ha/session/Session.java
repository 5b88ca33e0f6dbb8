package dev.fiducia.ha.session;

import java.time.Instant;

/// An attested session.
///
/// @param token the attestation token that was issued, in its compact form; left out of
///   [#toString()]
/// @param expires from this instant on the session does not exist any more
/// @param teeKeyThumbprint the RFC 7638 thumbprint of the TEE key that the evidence is bound to
public record Session(String token, Instant expires, String teeKeyThumbprint) {

    @Override
    public String toString() {
        return "Session[expires=" + expires + ", teeKeyThumbprint=" + teeKeyThumbprint + "]";
    }
}
