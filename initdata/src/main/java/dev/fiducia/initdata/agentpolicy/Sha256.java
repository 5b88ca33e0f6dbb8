package dev.fiducia.initdata.agentpolicy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.HexFormat;
import java.util.Optional;

/// The SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal.
record Sha256(String hex) {

    /// The digest; empty for a text that has no bytes, as it holds half of a surrogate pair.
    /// Replacing that half, as String does, would give two texts one digest.
    static Optional<Sha256> of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            return Optional.empty();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256", "SUN");
            return Optional.of(new Sha256(HexFormat.of().formatHex(digest.digest(bytes))));
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }
}
