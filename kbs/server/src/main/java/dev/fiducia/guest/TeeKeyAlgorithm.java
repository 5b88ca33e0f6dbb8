package dev.fiducia.guest;

import java.util.Optional;

/// The kinds of TEE key, by the names of the guest components' configuration.
public enum TeeKeyAlgorithm {
    ECDH_P256("ECDH-ES+A256KW-P256"),
    ECDH_P521("ECDH-ES+A256KW-P521"),
    RSA_OAEP_256("RSA-OAEP-256");

    private final String configName;

    TeeKeyAlgorithm(String configName) {
        this.configName = configName;
    }

    /// The name in configuration.
    public String configName() {
        return configName;
    }

    /// The algorithm of a configuration name, exact in case.
    public static Optional<TeeKeyAlgorithm> of(String configName) {
        for (TeeKeyAlgorithm algorithm : values()) {
            if (algorithm.configName.equals(configName)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
