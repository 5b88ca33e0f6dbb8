package dev.fiducia.attestation.collateral;

import java.net.http.HttpHeaders;
import java.util.Optional;

/// What came of one exchange.
public sealed interface HttpAnswer {

    /// A `200`, or another of the statuses that were asked for.
    ///
    /// @param body for the caller to keep
    @SuppressWarnings("ArrayRecordComponent") // handed over, not kept
    record Ok(int status, byte[] body, HttpHeaders headers) implements HttpAnswer {

        /// A header's first value.
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }
    }

    /// A `404` or `410`: the host says that there is no such document.
    record NotThere(String reason) implements HttpAnswer {}

    /// Anything else: another status, a redirect, no answer, too slow, too large.
    record Failed(String reason) implements HttpAnswer {}
}
