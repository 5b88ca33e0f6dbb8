package dev.fiducia.ha.store;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a PostgreSQL store is, and how it is connected to.
///
/// @param servers at least one; of several, the one that takes writes is used
/// @param passwordFile holds the password and nothing else, at most a line feed behind it; empty
///   where the server asks for none
/// @param trust how the server is recognised
/// @param connections how many are open at most
public record PostgresSettings(
        List<Server> servers,
        String database,
        String user,
        Optional<Path> passwordFile,
        Trust trust,
        int connections) {

    private static final int PORT = 5432;
    private static final int MOST_CONNECTIONS = 200;
    private static final Pattern URL =
            Pattern.compile("postgresql://([^/@?#]+)/([A-Za-z0-9_][A-Za-z0-9_-]{0,62})");
    private static final Pattern SERVER =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?");

    public PostgresSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a store has a server");
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a store has a user");
        }
        if (connections < 2 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "a store has 2 to " + MOST_CONNECTIONS + " connections");
        }
        if (trust instanceof Trust.LoopbackOnly && !servers.stream().allMatch(Server::isLoopback)) {
            throw new IllegalArgumentException(
                    "a database on another machine is reached by TLS with a verified certificate");
        }
    }

    /// One address of the database.
    public record Server(String host, int port) {

        boolean isLoopback() {
            if (host.equals("localhost")) {
                return true;
            }
            try {
                return InetAddress.ofLiteral(host).isLoopbackAddress();
            } catch (IllegalArgumentException _) {
                return false; // a name: what it stands for may change
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// How the server is recognised.
    public sealed interface Trust {

        /// By a certificate for its name from an authority in this file (PEM).
        record Authority(Path file) implements Trust {}

        /// Not at all: nobody else can be reached at a loopback address.
        record LoopbackOnly() implements Trust {}

        /// Not at all, by the administrator's word: whoever is on the way may answer instead, and
        /// let used challenges and revoked secrets pass.
        record Waived() implements Trust {}
    }

    /// The servers and the database of `postgresql://host[:port][,host[:port]]…/database`.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    public static Address parse(String url) {
        Matcher whole = URL.matcher(url);
        if (!whole.matches()) {
            throw new IllegalArgumentException(
                    "expected postgresql://host:port/database without user or parameters");
        }
        List<Server> servers = new ArrayList<>();
        for (String each : whole.group(1).split(",", -1)) {
            Matcher server = SERVER.matcher(each);
            if (!server.matches()) {
                throw new IllegalArgumentException("\"" + each + "\" is no host:port");
            }
            String host = server.group(1);
            String port = server.group(2);
            int number = port == null ? PORT : Integer.parseInt(port);
            if (number < 1 || number > 65_535) {
                throw new IllegalArgumentException("\"" + port + "\" is not a port");
            }
            servers.add(
                    new Server(
                            host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                            number));
        }
        return new Address(servers, whole.group(2));
    }

    /// What a URL says.
    public record Address(List<Server> servers, String database) {
        public Address {
            servers = List.copyOf(servers);
        }

        /// True if nothing on the way could answer instead.
        public boolean isLoopback() {
            return servers.stream().allMatch(Server::isLoopback);
        }
    }

    /// For people: the servers and the database.
    String shown() {
        return String.join(",", servers.stream().map(Server::toString).toList()) + "/" + database;
    }
}
