package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.registry.InitdataRevision;

/// A revision and the version of its record, which every change raises.
public record VersionedRevision(InitdataRevision revision, long version) {}
