package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Real evidence, read in place; tests that need it are skipped where the folder is missing.
public final class Vectors {

    private Vectors() {}

    public static byte[] bytes(String name) {
        String folder = System.getProperty("vectors", "");
        Path file = Path.of(folder, "attestation", name);
        Assumptions.assumeTrue(!folder.isEmpty() && Files.exists(file), () -> "no vector " + name);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String name) {
        try {
            return new JsonMapper().readTree(bytes(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
