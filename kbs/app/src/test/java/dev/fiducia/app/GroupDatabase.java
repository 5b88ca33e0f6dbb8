package dev.fiducia.app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;

/// The PostgreSQL that the replicas of a group share.
final class GroupDatabase implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final EmbeddedPostgres server;
    private final String settings;

    private GroupDatabase(EmbeddedPostgres server, String settings) {
        this.server = server;
        this.settings = settings;
    }

    /// For processes on this machine.
    static GroupDatabase onLoopback() throws IOException {
        EmbeddedPostgres server = durable().start();
        return new GroupDatabase(server, url("127.0.0.1", server.getPort()));
    }

    /// For everybody who reaches an address, over TLS.
    static GroupDatabase at(String address, Path folder) throws Exception {
        Files.createDirectories(folder);
        Path store = folder.resolve("server.p12");
        certify(address, store);
        KeyStore keys = KeyStore.getInstance("PKCS12", "SUN");
        try (InputStream in = new FileInputStream(store.toFile())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path certificate =
                write(
                        folder.resolve("server.pem"),
                        "CERTIFICATE",
                        keys.getCertificate("it").getEncoded());
        Path key =
                write(
                        folder.resolve("server.key"),
                        "PRIVATE KEY",
                        keys.getKey("it", PASSWORD.toCharArray()).getEncoded());
        Path data = folder.resolve("data");
        EmbeddedPostgres server =
                durable()
                        .setDataDirectory(data)
                        .setServerConfig("listen_addresses", "*")
                        .setServerConfig("ssl", "on")
                        .setServerConfig("ssl_cert_file", certificate.toString())
                        .setServerConfig("ssl_key_file", key.toString())
                        .start();
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "\nhostssl all all 10.0.0.0/8 trust\n",
                StandardOpenOption.APPEND);
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_reload_conf()");
        }
        return new GroupDatabase(
                server, url(address, server.getPort()) + "tls_ca = '" + certificate + "'\n");
    }

    private static EmbeddedPostgres.Builder durable() {
        // The library's own settings are for speed; these are what the store demands.
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on");
    }

    private static String url(String address, int port) {
        return "url = \"postgresql://%s:%d/postgres\"\nuser = \"postgres\"\n"
                .formatted(address, port);
    }

    private static void certify(String address, Path store) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        System.getProperty("java.home") + "/bin/keytool",
                                        "-genkeypair",
                                        "-alias",
                                        "it",
                                        "-keyalg",
                                        "EC",
                                        "-groupname",
                                        "secp256r1",
                                        "-dname",
                                        "CN=database",
                                        "-ext",
                                        "san=ip:" + address,
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        PASSWORD,
                                        "-storetype",
                                        "PKCS12"))
                        .inheritIO()
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no certificate");
        }
    }

    private static Path write(Path file, String what, byte[] der) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(what, Base64.getMimeEncoder().encodeToString(der), what));
    }

    /// What a replica's configuration says of it.
    String settings() {
        return settings;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
