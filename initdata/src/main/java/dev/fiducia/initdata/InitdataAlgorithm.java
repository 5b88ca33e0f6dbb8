package dev.fiducia.initdata;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.Optional;

/// The hash functions that a document can name. Only these three spellings work in every component
/// that reads documents; `sha-256` and `SHA256` work in none.
public enum InitdataAlgorithm {
    SHA256("sha256", "SHA-256", 32),
    SHA384("sha384", "SHA-384", 48),
    SHA512("sha512", "SHA-512", 64);

    private final String wireName;
    private final String jcaName;
    private final int length;

    InitdataAlgorithm(String wireName, String jcaName, int length) {
        this.wireName = wireName;
        this.jcaName = jcaName;
        this.length = length;
    }

    /// The spelling used in documents.
    public String wireName() {
        return wireName;
    }

    /// The length of a digest in bytes.
    public int length() {
        return length;
    }

    /// The digest of these bytes.
    public Digest digest(byte[] bytes) {
        return new Digest(hash(bytes));
    }

    /// The algorithm with exactly this spelling.
    public static Optional<InitdataAlgorithm> of(String wireName) {
        for (InitdataAlgorithm algorithm : values()) {
            if (algorithm.wireName.equals(wireName)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    byte[] hash(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(jcaName, "SUN");
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new IllegalStateException("the JDK has no " + jcaName, e);
        }
    }
}
