package dev.fiducia.ha.audit.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A collector of syslog messages over TLS.
///
/// @param authority PEM file of the certificates that the collector's has to be from
/// @param client what this side shows, if the collector asks
/// @param patience to connect, and to shake hands
public record SyslogSettings(
        String host, int port, Path authority, Optional<Client> client, Duration patience) {

    /// @param certificate PEM file of the chain, leaf first
    /// @param key PEM file of its key, PKCS #8
    public record Client(Path certificate, Path key) {}

    String shown() {
        return "syslog at " + host + ":" + port;
    }
}
