package dev.fiducia.initdata.agentpolicy;

/// The finding about one request.
///
/// @param openness whether the host can have the request
/// @param reason why, in a few words without content of the policy
public record RequestOpenness(Openness openness, String reason) {}
