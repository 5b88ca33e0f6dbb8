package dev.fiducia.initdata.lint.document;

/// Something in a text that looks like a secret. Knows what kind and where, never what it says.
///
/// @param offset where in the text it starts, in characters
/// @param kind what it looks like, with its article
record Secret(int offset, String kind) {}
