package dev.fiducia.initdata.lookup;

import dev.fiducia.initdata.InitdataDocument;

/// A document that values are traced to.
///
/// @param id what the caller knows it by
/// @param document the document
public record KnownDocument(String id, InitdataDocument document) {}
