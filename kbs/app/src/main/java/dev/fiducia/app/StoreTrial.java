package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.SqliteRecordStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Opens a fresh sealed store in a temporary folder, writes, reads and removes it: does the
/// embedded store work on this machine?
final class StoreTrial {
    private static final Namespace TRIAL = new Namespace("trial");

    private StoreTrial() {}

    static ObjectNode run(ArrayNode warnings) {
        ObjectNode report =
                JsonNodeFactory.instance.objectNode().put("kind", "SQLite, sealed, in one folder");
        try {
            Path folder = Files.createTempDirectory("fiducia-doctor");
            try {
                report.put("works", writesAndReads(folder));
            } finally {
                remove(folder);
            }
        } catch (IOException | RuntimeException e) {
            report.put("works", false);
            warnings.add("the embedded store does not work here: " + e.getMessage());
        }
        return report;
    }

    private static boolean writesAndReads(Path folder) {
        byte[] value = "sealed and opened again".getBytes(StandardCharsets.UTF_8);
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("key-ring.json"));
        try (SqliteRecordStore store =
                SqliteRecordStore.open(folder.resolve("store"), ring, InstantSource.system())) {
            store.commit(List.of(new Change.Put(TRIAL, "record", value, 0)));
            return store.get(TRIAL, "record")
                    .filter(stored -> Arrays.equals(stored.value(), value))
                    .isPresent();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(StoreTrial::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
