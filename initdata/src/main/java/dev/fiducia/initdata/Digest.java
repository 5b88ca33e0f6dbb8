package dev.fiducia.initdata;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The digest of a document: 32, 48 or 64 bytes. Immutable.
public final class Digest {

    private final byte[] bytes;

    Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A digest computed elsewhere.
    ///
    /// @throws IllegalArgumentException if the length belongs to none of the algorithms
    public static Digest of(byte[] bytes) {
        for (InitdataAlgorithm algorithm : InitdataAlgorithm.values()) {
            if (algorithm.length() == bytes.length) {
                return new Digest(bytes.clone());
            }
        }
        throw new IllegalArgumentException("a digest has 32, 48 or 64 bytes, not " + bytes.length);
    }

    /// The raw bytes, as a copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The length in bytes.
    public int length() {
        return bytes.length;
    }

    /// Lower-case hexadecimal.
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /// Base64, standard alphabet, padded.
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Base64, URL-safe alphabet, without padding: what the attestation service's REST interface
    /// takes.
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The digest in a hardware field of `size` bytes: cut at the end when longer, zeros appended
    /// when shorter.
    public byte[] fit(int size) {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
