package dev.fiducia.attestation.token;

import dev.fiducia.ha.seal.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Where a configured signing key is: a PEM file, and optionally one of the certificates that
/// endorse it, leaf first, and where these are published.
public record SignerFiles(Path key, Optional<Path> certificates, Optional<String> certificateUrl) {
    private static final int MOST_BYTES = 1 << 20;

    /// Tells one state of the files from another.
    ///
    /// @throws TokenKeyException if one can't be read, or is larger than any key or chain
    String digest() throws TokenKeyException {
        String digest = digest(key);
        return certificates.isPresent() ? digest + digest(certificates.get()) : digest;
    }

    private static String digest(Path file) throws TokenKeyException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            try {
                if (content.length > MOST_BYTES) {
                    throw new TokenKeyException(file + " is larger than any key or chain");
                }
                return Sha256.hex(content);
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        } catch (IOException e) {
            throw new TokenKeyException("cannot read " + file, e);
        }
    }
}
