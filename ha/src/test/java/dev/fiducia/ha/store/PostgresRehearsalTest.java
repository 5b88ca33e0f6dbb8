package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class PostgresRehearsalTest {
    private static final Namespace NAMESPACE = new Namespace("rehearsal");

    @TempDir private Path folder;
    private String database = "";

    @BeforeEach
    void write() {
        database = TestPostgres.newDatabase();
        try (PostgresRecordStore store = open()) {
            store.commit(
                    List.of(
                            new Change.Put(
                                    NAMESPACE, "key0", "real".getBytes(US_ASCII), Change.ABSENT)));
        }
    }

    private PostgresRecordStore open() {
        return PostgresRecordStore.open(
                TestPostgres.settings(database),
                KeyRing.openOrCreate(folder.resolve("ring")),
                InstantSource.system());
    }

    @Test
    void changesNothing() throws SQLException {
        List<String> before = content();
        assertThat(PostgresRecordStore.rehearse(TestPostgres.settings(database))).isTrue();
        assertThat(content()).isEqualTo(before).isNotEmpty();
        try (PostgresRecordStore store = open()) {
            assertThat(store.get(NAMESPACE, "key0").orElseThrow().value())
                    .isEqualTo("real".getBytes(US_ASCII));
        }
    }

    /// The lock that all replicas want is held, and it does not wait for it.
    @Test
    void waitsForNoOtherReplica() throws SQLException {
        try (Connection other = TestPostgres.connect(database);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT value FROM fiducia.last_commit WHERE id = 1 FOR UPDATE");
            assertThat(PostgresRecordStore.rehearse(TestPostgres.settings(database))).isTrue();
            statement.execute("SELECT count(*) FROM fiducia.record");
            other.rollback();
        }
    }

    @Test
    void withoutTemporaryTablesItIsLeftOut() throws SQLException {
        String user = "plain_" + database;
        TestPostgres.execute(database, "CREATE USER " + user);
        TestPostgres.execute(database, "REVOKE TEMP ON DATABASE " + database + " FROM PUBLIC");
        TestPostgres.execute(database, "GRANT USAGE ON SCHEMA fiducia TO " + user);
        TestPostgres.execute(database, "GRANT ALL ON ALL TABLES IN SCHEMA fiducia TO " + user);
        List<String> before = content();
        PostgresSettings all = TestPostgres.settings(database);
        PostgresSettings plain =
                new PostgresSettings(
                        all.servers(), database, user, Optional.empty(), all.trust(), 6);
        assertThat(PostgresRecordStore.rehearse(plain)).isFalse();
        assertThat(content()).isEqualTo(before);
    }

    private List<String> content() throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("record", "generation", "last_commit", "writer")) {
            try (Connection connection = TestPostgres.connect(database);
                    Statement statement = connection.createStatement();
                    ResultSet found =
                            statement.executeQuery(
                                    "SELECT t::text FROM fiducia." + table + " t ORDER BY 1")) {
                while (found.next()) {
                    rows.add(table + found.getString(1));
                }
            }
        }
        return rows;
    }
}
