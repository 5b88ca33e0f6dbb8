package dev.fiducia.crypto;

import java.util.Locale;
import java.util.Optional;

/// Hash functions, by the names that evidence, initdata and tokens use.
public enum HashAlgorithm {
    SHA256("sha256", "SHA-256", "SHA256", 32),
    SHA384("sha384", "SHA-384", "SHA384", 48),
    SHA512("sha512", "SHA-512", "SHA512", 64),
    SM3("sm3", "SM3", "SM3", 32);

    private final String wireName;
    private final String jcaName;
    private final String signaturePrefix;
    private final int length;

    HashAlgorithm(String wireName, String jcaName, String signaturePrefix, int length) {
        this.wireName = wireName;
        this.jcaName = jcaName;
        this.signaturePrefix = signaturePrefix;
        this.length = length;
    }

    /// `sha256`, `sha384`, `sha512` or `sm3`.
    public String wireName() {
        return wireName;
    }

    /// Length of a digest in bytes.
    public int length() {
        return length;
    }

    /// The algorithm of a wire name, ASCII case ignored.
    public static Optional<HashAlgorithm> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.wireName.equals(lower)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    String jcaName() {
        return jcaName;
    }

    String signaturePrefix() {
        return signaturePrefix;
    }
}
