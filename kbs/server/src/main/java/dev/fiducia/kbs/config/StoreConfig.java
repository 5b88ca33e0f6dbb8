package dev.fiducia.kbs.config;

import java.nio.file.Path;

/// `[store]`: the directory of the sealed store, its key ring and what is made on first start.
public record StoreConfig(Path path) {}
