package dev.fiducia.kbs.config;

import dev.fiducia.ha.store.PostgresSettings;
import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads the keys of `[store]` that are about PostgreSQL.
final class PostgresBinding {
    private static final int CONNECTIONS = 16;

    private PostgresBinding() {}

    /// @param chosen whether the store is a PostgreSQL: keys of one are refused otherwise
    static Optional<PostgresSettings> bind(Section store, boolean chosen) {
        if (!chosen) {
            refuseAll(store);
        }
        Optional<PostgresSettings.Address> address =
                store.text("url").flatMap(url -> parse(store, url));
        String user = store.textOr("user", "fiducia");
        Optional<Path> password = store.file("password_file");
        Optional<Path> authority = store.file("tls_ca");
        boolean plaintext = store.truth("insecure_plaintext", false);
        int connections = store.whole("connections", CONNECTIONS, 2, 200);
        if (!chosen) {
            return Optional.empty();
        }
        if (!store.has("url")) {
            store.problem(
                    Code.MISSING, "url", "needed for PostgreSQL: postgresql://host:port/database");
        }
        return address.flatMap(found ->
                trust(store, found, authority, plaintext)
                        .map(trust ->
                                new PostgresSettings(
                                        found.servers(),
                                        found.database(),
                                        user,
                                        password,
                                        trust,
                                        connections)));
    }

    private static void refuseAll(Section store) {
        for (String key :
                List.of(
                        "url",
                        "user",
                        "password_file",
                        "tls_ca",
                        "insecure_plaintext",
                        "connections")) {
            if (store.has(key)) {
                store.problem(Code.BAD_VALUE, key, "only for store.type = \"postgresql\"");
            }
        }
    }

    private static Optional<PostgresSettings.Address> parse(Section store, String url) {
        try {
            return Optional.of(PostgresSettings.parse(url));
        } catch (IllegalArgumentException e) {
            store.problem(Code.BAD_VALUE, "url", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<PostgresSettings.Trust> trust(
            Section store,
            PostgresSettings.Address address,
            Optional<Path> authority,
            boolean plaintext) {
        if (authority.isPresent() && plaintext) {
            store.problem(Code.BAD_VALUE, "insecure_plaintext", "not together with store.tls_ca");
            return Optional.empty();
        }
        if (authority.isPresent()) {
            return authority.map(PostgresSettings.Trust.Authority::new);
        }
        if (address.isLoopback()) {
            return Optional.of(new PostgresSettings.Trust.LoopbackOnly());
        }
        if (plaintext) {
            return Optional.of(new PostgresSettings.Trust.Waived());
        }
        store.problem(
                Code.MISSING,
                "tls_ca",
                "needed for a database on another machine: the authority of its certificate");
        return Optional.empty();
    }
}
