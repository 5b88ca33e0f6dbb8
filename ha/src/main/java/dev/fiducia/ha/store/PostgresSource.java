package dev.fiducia.ha.store;

import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.SslMode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Connects to the server that takes writes, and gives no connection on which an acknowledged
/// commit could be lost.
final class PostgresSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    static final String SCHEMA = "fiducia";

    private static final int OLDEST = 130_000;
    private static final int MAX_PASSWORD = 1024;
    private static final int CONNECT_SECONDS = 3;
    // Longer than the server gives a statement, so that the server's answer comes first.
    private static final int SOCKET_SECONDS = 15;
    // The last one bounds how long a replica that was stopped in a commit holds up the others.
    private static final String LIMITS =
            "-c statement_timeout=10s -c lock_timeout=8s"
                    + " -c idle_in_transaction_session_timeout=2s";
    private static final Set<String> DURABLE = Set.of("on", "remote_apply");

    private final transient PostgresSettings settings;

    PostgresSource(PostgresSettings settings) {
        this.settings = settings;
        setServerNames(
                settings.servers().stream()
                        .map(PostgresSettings.Server::host)
                        .toArray(String[]::new));
        setPortNumbers(
                settings.servers().stream().mapToInt(PostgresSettings.Server::port).toArray());
        setDatabaseName(settings.database());
        setUser(settings.user());
        setCurrentSchema(SCHEMA);
        setApplicationName("fiducia");
        setOptions(LIMITS);
        setConnectTimeout(CONNECT_SECONDS);
        setLoginTimeout(2 * CONNECT_SECONDS);
        setSocketTimeout(SOCKET_SECONDS);
        setTcpKeepAlive(true);
        // A standby would answer with what was true before.
        setTargetServerType("primary");
        setGssEncMode("disable");
        switch (settings.trust()) {
            case PostgresSettings.Trust.Authority(Path file) -> {
                setSslMode(SslMode.VERIFY_FULL.value);
                setSslRootCert(file.toString());
            }
            case PostgresSettings.Trust.LoopbackOnly _, PostgresSettings.Trust.Waived _ ->
                    setSslMode(SslMode.PREFER.value);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Optional<String> password = settings.passwordFile().map(PostgresSource::password);
        Connection connection = getConnection(settings.user(), password.orElse(null));
        try {
            check(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// Reads what the server would do, and keeps it from changing under this connection.
    private static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT current_setting('server_version_num')::int,"
                                        + " current_setting('server_encoding'),"
                                        + " current_setting('fsync'),"
                                        + " current_setting('full_page_writes'),"
                                        + " set_config('synchronous_commit',"
                                        + " current_setting('synchronous_commit'), false)")) {
            row.next();
            require(row.getInt(1) >= OLDEST, "PostgreSQL is older than 13");
            require(row.getString(2).equals("UTF8"), "the encoding of the database is not UTF8");
            require(row.getString(3).equals("on"), "fsync is off: a crash would lose commits");
            require(row.getString(4).equals("on"), "full_page_writes is off");
            String durability = row.getString(5);
            require(
                    DURABLE.contains(durability),
                    "synchronous_commit is "
                            + durability
                            + ": set it to on for the user, the database or the server");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new StoreException(
                    StoreException.Reason.REFUSED, "the database is not used: " + otherwise);
        }
    }

    /// Read for every connection, so that a new password needs no restart.
    private static String password(Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Set<PosixFilePermission> others =
                        EnumSet.of(
                                PosixFilePermission.OTHERS_READ,
                                PosixFilePermission.OTHERS_WRITE,
                                PosixFilePermission.GROUP_WRITE);
                others.retainAll(Files.getPosixFilePermissions(file));
                if (!others.isEmpty()) {
                    throw new StoreException(
                            StoreException.Reason.UNSAFE_FILES,
                            "the password file " + file + " has the rights " + others);
                }
            }
            if (Files.size(file) > MAX_PASSWORD) {
                throw new IOException("larger than " + MAX_PASSWORD + " bytes");
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8);
            Arrays.fill(bytes, (byte) 0);
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Reason.REFUSED,
                    "the password file " + file + " can't be read: " + e,
                    e);
        }
    }
}
