package dev.fiducia.bench;

import java.util.Optional;

/// What each arrival does. Called from many threads at once.
@FunctionalInterface
interface Journey {

    /// Does it once.
    ///
    /// @return the kind of error it ended in, empty when all went well
    Optional<String> run();
}
