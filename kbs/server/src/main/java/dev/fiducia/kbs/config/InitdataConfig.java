package dev.fiducia.kbs.config;

/// `[initdata]`: limits of the registry.
public record InitdataConfig(int maxDocumentBytes, int maxDocuments) {}
