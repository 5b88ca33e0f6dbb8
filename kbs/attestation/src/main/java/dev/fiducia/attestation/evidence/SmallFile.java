package dev.fiducia.attestation.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of the configuration, read as a whole or not at all: one that was cut would say less than
/// whoever wrote it believes.
public final class SmallFile {
    private SmallFile() {}

    /// @param most bytes that it may have
    /// @throws IOException when it can't be read or is larger
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException("larger than " + most + " bytes");
            }
            return content;
        }
    }
}
