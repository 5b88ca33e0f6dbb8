package dev.fiducia.policy.image;

import dev.fiducia.policy.image.ImageReferenceException.Kind;

import java.util.Map;

/// The digest of an image's manifest: `sha256:` and 64 lower-case hexadecimal digits, or the same
/// with sha384 or sha512.
public record ImageDigest(String algorithm, String hex) {
    private static final Map<String, Integer> LENGTHS =
            Map.of("sha256", 64, "sha384", 96, "sha512", 128);

    /// Reads `algorithm:hex`.
    public static ImageDigest parse(String text) throws ImageReferenceException {
        return parse(text, 0);
    }

    static ImageDigest parse(String text, int start) throws ImageReferenceException {
        int colon = text.indexOf(':', start);
        if (colon < 0 || !isAlgorithm(text, start, colon)) {
            throw new ImageReferenceException(
                    Kind.INVALID_DIGEST, start, "a digest is algorithm:hex");
        }
        String algorithm = text.substring(start, colon);
        Integer length = LENGTHS.get(algorithm);
        if (length == null) {
            throw new ImageReferenceException(
                    Kind.UNSUPPORTED_DIGEST, start, "digest algorithm is not sha256/384/512");
        }
        String hex = text.substring(colon + 1);
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                throw new ImageReferenceException(
                        Kind.INVALID_DIGEST, colon + 1 + i, "digest is not lower-case hexadecimal");
            }
        }
        if (hex.length() != length) {
            throw new ImageReferenceException(
                    Kind.INVALID_DIGEST,
                    colon + 1,
                    algorithm + " has " + length + " digits, not " + hex.length());
        }
        return new ImageDigest(algorithm, hex);
    }

    /// Words of letters and digits that start with a letter, joined by one of `+.-_`.
    private static boolean isAlgorithm(String text, int start, int end) {
        boolean wordStarts = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (wordStarts) {
                if (!Characters.isLetter(c)) {
                    return false;
                }
                wordStarts = false;
            } else if ("+.-_".indexOf(c) >= 0) {
                wordStarts = true;
            } else if (!Characters.isLetter(c) && !Characters.isDigit(c)) {
                return false;
            }
        }
        return !wordStarts;
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
