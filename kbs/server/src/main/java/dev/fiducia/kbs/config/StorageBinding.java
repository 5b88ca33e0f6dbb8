package dev.fiducia.kbs.config;

import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `[store]`, and Trustee's `[storage_backend]` and `session_storage_type`, which the sealed
/// store stands in for.
final class StorageBinding {
    private static final String DEFAULT = "/opt/confidential-containers/storage/fiducia";
    private static final String SUBDIRECTORY = "fiducia";

    enum Type {
        MEMORY,
        LOCAL_FS,
        LOCAL_JSON,
        POSTGRES,
        REDIS
    }

    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    private static final Map<String, Type> TYPES = types();

    private StorageBinding() {}

    static StoreConfig bind(Section root) {
        Optional<Type> sessions = type(root, "session_storage_type");
        Section storage = root.table("storage_backend");
        Optional<Type> type = type(storage, "storage_type");
        Section backends = storage.table("backends");
        Optional<Path> fs = directory(backends.table("local_fs"), "dir_path", "local_fs");
        Optional<Path> json =
                directory(backends.table("local_json"), "file_dir_path", "local_json");
        backends.unsupported("not read", List.of("postgres", "redis"));
        Path fallback =
                switch (type.orElse(Type.MEMORY)) {
                    case LOCAL_FS ->
                            fs.orElse(Path.of(defaultDirectory("local_fs"))).resolve(SUBDIRECTORY);
                    case LOCAL_JSON ->
                            json.orElse(Path.of(defaultDirectory("local_json")))
                                    .resolve(SUBDIRECTORY);
                    case MEMORY, POSTGRES, REDIS -> Path.of(DEFAULT);
                };
        Section store = root.table("store");
        boolean shared =
                store.choice("type", Words.lowerCase(Kind.class), "\"sqlite\"").orElse(Kind.SQLITE)
                        == Kind.POSTGRESQL;
        Path path = store.file("path", '"' + DEFAULT + '"').orElse(fallback);
        Path keyRing =
                store.file("key_ring", "key-ring beneath store.path")
                        .orElse(path.resolve("key-ring"));
        if (sessions.isPresent() && sessions.get() != Type.MEMORY) {
            root.note(
                    "session_storage_type: sessions are kept "
                            + (shared ? "in the store" : "in memory"));
        }
        type.ifPresent(_ ->
                root.note(
                        "storage_backend: everything is kept in the sealed store "
                                + (shared ? "in PostgreSQL" : "at " + path)
                                + "; files of a Trustee are not read"));
        return new StoreConfig(path, keyRing, PostgresBinding.bind(store, shared));
    }

    /// A storage type wherever Trustee takes one. PostgreSQL and Redis are refused.
    static Optional<Type> type(Section section, String key) {
        Optional<Type> type = section.choice(key, TYPES, "the sealed store");
        if (type.isPresent() && (type.get() == Type.POSTGRES || type.get() == Type.REDIS)) {
            section.problem(
                    Code.UNSUPPORTED,
                    key,
                    "a Trustee's PostgreSQL and Redis are not read; leave it out, and set"
                            + " store.type = \"postgresql\" for a store that replicas share");
        }
        return type;
    }

    private static Optional<Path> directory(Section backend, String key, String name) {
        return backend.file(key, '"' + defaultDirectory(name) + '"');
    }

    private static String defaultDirectory(String name) {
        return "/opt/confidential-containers/storage/" + name;
    }

    private static Map<String, Type> types() {
        Map<String, Type> words = new LinkedHashMap<>();
        words.put("Memory", Type.MEMORY);
        words.put("memory", Type.MEMORY);
        words.put("LocalFs", Type.LOCAL_FS);
        words.put("local_fs", Type.LOCAL_FS);
        words.put("LocalJson", Type.LOCAL_JSON);
        words.put("local_json", Type.LOCAL_JSON);
        words.put("Postgres", Type.POSTGRES);
        words.put("postgres", Type.POSTGRES);
        words.put("Redis", Type.REDIS);
        words.put("redis", Type.REDIS);
        return words;
    }
}
