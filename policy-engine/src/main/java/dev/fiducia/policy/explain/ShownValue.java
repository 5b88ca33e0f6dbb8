package dev.fiducia.policy.explain;

/// A term and what it was, as text: shortened and masked.
public record ShownValue(String term, String value) {}
