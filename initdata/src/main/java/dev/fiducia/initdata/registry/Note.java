package dev.fiducia.initdata.registry;

import java.time.Instant;
import java.util.Optional;

/// Who did something to a revision, when, and why if that was said.
public record Note(Instant at, String by, Optional<String> reason) {}
