package dev.fiducia.initdata.config;

import dev.fiducia.initdata.Place;

/// A value and where its key stands in the file.
///
/// @param value the value
/// @param path the keys down to it, joined by dots; elements of arrays by index, as in `a[0].b`
/// @param place line and column of the key, or of the table that holds it
public record Located<T>(T value, String path, Place place) {}
