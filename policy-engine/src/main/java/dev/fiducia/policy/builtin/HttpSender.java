package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoObject;

import java.io.IOException;

/// Sends the requests of `http.send` for a host that grants it. The engine itself has no network.
@FunctionalInterface
public interface HttpSender {
    /// Sends one request, whose keys and the types of their values are checked, and gives what the
    /// policy sees: `status`, `status_code`, `headers`, `raw_body` and `body`. Equal requests of
    /// one evaluation are sent once. The host decides which of the TLS keys it obeys, and bounds
    /// time and size.
    RegoObject send(RegoObject request) throws IOException;
}
