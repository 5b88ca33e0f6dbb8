package dev.fiducia.kbs.config;

import java.util.List;

/// The effective TLS settings: profile and explicit versions already combined. Empty lists mean the
/// engine's own choice (groups: X25519MLKEM768 first, where the engine has it).
public record TlsConfig(
        Profile profile, Version min, Version max, List<String> ciphers, List<String> groups) {

    public TlsConfig {
        ciphers = List.copyOf(ciphers);
        groups = List.copyOf(groups);
    }

    /// Mozilla's names. `OLD` is no older than `INTERMEDIATE` here: nothing below TLS 1.2 is
    /// spoken.
    public enum Profile {
        OLD,
        INTERMEDIATE,
        MODERN,
        CUSTOM
    }

    /// The protocol versions that are spoken, oldest first.
    public enum Version {
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3");

        private final String protocol;

        Version(String protocol) {
            this.protocol = protocol;
        }

        /// The name that TLS engines use.
        public String protocol() {
            return protocol;
        }
    }
}
