package dev.fiducia.attestation.token;

import java.io.IOException;
import java.net.URI;

/// Fetches a JWK set, or a discovery document, over HTTPS. Called at start only, never for a token.
@FunctionalInterface
public interface JwkSetSource {
    /// The body found at an `https` address. Redirects are not followed, length and time are
    /// bounded by the implementation.
    byte[] get(URI https) throws IOException;

    /// A source for services that are configured with files only.
    static JwkSetSource none() {
        return https -> {
            throw new IOException("fetching key sets is not available: " + https.getHost());
        };
    }
}
