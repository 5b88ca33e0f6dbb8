package dev.fiducia.kbs.config;

import dev.fiducia.ha.audit.EventForm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// `[audit]`: how decisions are put on record, and where records go besides the store.
///
/// @param queue decisions that may wait to be recorded; more are refused
/// @param patience how long a decision waits for its record, and for each required sink
/// @param clientAddresses whether records have the addresses of clients
/// @param strangersPerMinute denials of those who proved nothing that are kept one by one; others
///   are counted
/// @param checkpoints how often the ends of all chains are signed; empty for only when asked
/// @param keep how long events are kept; empty for good
/// @param file a file of JSON lines
/// @param syslog a collector
public record AuditConfig(
        int queue,
        Duration patience,
        boolean clientAddresses,
        int strangersPerMinute,
        Optional<Duration> checkpoints,
        Optional<Duration> keep,
        Optional<File> file,
        Optional<Syslog> syslog) {

    /// What all sinks have.
    ///
    /// @param required whether nothing is released that the sink did not take
    /// @param form how events are written
    /// @param buffer events that may wait for the sink; more are dropped and counted
    public record Sink(boolean required, EventForm form, int buffer) {}

    /// `[audit.file]`.
    public record File(Sink sink, Path path) {}

    /// `[audit.syslog]`: syslog over TLS.
    ///
    /// @param authority PEM file of the certificates that the collector's has to be from
    /// @param client what this side shows
    public record Syslog(
            Sink sink, String host, int port, Path authority, Optional<KeyAndCertificate> client) {}
}
