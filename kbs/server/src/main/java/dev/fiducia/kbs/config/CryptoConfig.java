package dev.fiducia.kbs.config;

/// `[crypto]`: which implementations do the arithmetic.
public record CryptoConfig(Provider provider, TlsEngine tlsEngine) {

    /// Preference for elliptic curves; `AUTO` takes the fastest that is healthy.
    public enum Provider {
        AUTO,
        ACCP,
        BC,
        JDK
    }

    /// `AUTO` takes BoringSSL where it loads, else the JDK's engine with a warning.
    public enum TlsEngine {
        AUTO,
        OPENSSL,
        JDK
    }
}
