package dev.fiducia.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads what a command is given: a file, or standard input as `-`.
final class Input {
    private static final int LIMIT = 16 * 1024 * 1024;

    private Input() {}

    static byte[] bytes(Path file) {
        try {
            if (file.toString().equals("-")) {
                return System.in.readNBytes(LIMIT);
            }
            if (Files.size(file) > LIMIT) {
                throw CommandFailure.failed(file + " is larger than 16 MiB");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw CommandFailure.failed("there is no file " + file);
        } catch (IOException e) {
            throw CommandFailure.failed("can't read " + file + ": " + e.getMessage());
        }
    }

    static String text(Path file) {
        return utf8(bytes(file))
                .orElseThrow(() -> CommandFailure.failed(file + " is not UTF-8 text"));
    }

    /// The text of these bytes; empty when they are not UTF-8.
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
