package dev.fiducia.crypto;

import java.util.Locale;
import java.util.Optional;

/// Which family of providers computes on elliptic curves and with private RSA keys.
public enum CryptoPreference {
    /// The fastest that works here: ACCP, else Bouncy Castle.
    AUTO,
    /// Amazon Corretto Crypto Provider (AWS-LC, native).
    ACCP,
    /// Bouncy Castle, pure Java.
    BC,
    /// The JDK alone: correct, and many times slower on elliptic curves.
    JDK;

    /// The preference of a configuration value, in lower case.
    public static Optional<CryptoPreference> of(String value) {
        for (CryptoPreference preference : values()) {
            if (preference.configValue().equals(value)) {
                return Optional.of(preference);
            }
        }
        return Optional.empty();
    }

    /// `auto`, `accp`, `bc` or `jdk`.
    public String configValue() {
        return name().toLowerCase(Locale.ROOT);
    }
}
