package dev.fiducia.kbs.config;

import dev.fiducia.ha.store.PostgresSettings;

import java.nio.file.Path;
import java.util.Optional;

/// `[store]`: where the service keeps what it knows.
///
/// @param path the directory of the embedded store, and of what is made on first start
/// @param keyRing the file of the keys that records are sealed under: replicas share it
/// @param postgresql the database that replicas share; empty for the embedded store
public record StoreConfig(Path path, Path keyRing, Optional<PostgresSettings> postgresql) {}
