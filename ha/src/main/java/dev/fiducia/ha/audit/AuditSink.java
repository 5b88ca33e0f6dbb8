package dev.fiducia.ha.audit;

import java.util.List;

/// Where events go besides the store: a file, a syslog collector. Called by one thread at a time,
/// but for [#abort()].
public interface AuditSink extends AutoCloseable {

    /// Hands over lines, each one event; returns when the sink has them. After an error the same
    /// lines come again, so that a sink may get a line twice, and never loses one that it returned
    /// for.
    ///
    /// @param events what the lines say, in the same order
    void write(List<AuditEvent> events, List<String> lines) throws SinkException;

    /// Ends a [#write] that hangs. May be called from any thread.
    void abort();

    @Override
    void close();
}
