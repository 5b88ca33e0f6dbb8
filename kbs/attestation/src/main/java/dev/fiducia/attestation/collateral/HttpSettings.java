package dev.fiducia.attestation.collateral;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a source on the network is reached.
///
/// @param connect longest time to connect
/// @param total longest time for the whole exchange
/// @param roots PEM files of authorities that its certificate may be issued by; empty for those of
///   the Java runtime
public record HttpSettings(Duration connect, Duration total, List<Path> roots) {

    public HttpSettings {
        roots = List.copyOf(roots);
    }

    /// Five seconds to connect, ten in all, the runtime's authorities.
    public static HttpSettings defaults() {
        return new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), List.of());
    }
}
