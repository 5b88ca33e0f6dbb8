package dev.fiducia.app;

/// How a command prints its answer.
enum OutputFormat {
    /// For people.
    TEXT,
    /// For programs: one JSON document.
    JSON
}
