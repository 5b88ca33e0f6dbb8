package dev.fiducia.kbs.config;

import dev.fiducia.crypto.CryptoPreference;

/// `[crypto]`: which implementations do the arithmetic.
public record CryptoConfig(CryptoPreference provider, TlsEngine tlsEngine) {

    /// `AUTO` takes BoringSSL where it loads, else the JDK's engine with a warning.
    public enum TlsEngine {
        AUTO,
        OPENSSL,
        JDK
    }
}
