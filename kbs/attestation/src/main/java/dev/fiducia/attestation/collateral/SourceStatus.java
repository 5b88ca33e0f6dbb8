package dev.fiducia.attestation.collateral;

import java.util.Optional;

/// How a remote source does.
///
/// @param calls how often it was asked since the start
/// @param failures how many of them failed
/// @param paused whether it failed so often that it is left alone for a while
public record SourceStatus(
        String name, long calls, long failures, boolean paused, Optional<String> lastFailure) {}
