package dev.fiducia.kbs.http;

import java.time.Duration;

/// What the listener takes at most.
///
/// @param bodyBytes a request's body
/// @param headerBytes a request's head; bearer tokens with device claims are large
/// @param headDeadline from connecting to the end of the first head
/// @param bodyDeadline from the end of the head to the end of the body
/// @param idle between requests, and for a peer to take an answer
public record ListenerLimits(
        long bodyBytes,
        int headerBytes,
        Duration headDeadline,
        Duration bodyDeadline,
        Duration idle) {}
