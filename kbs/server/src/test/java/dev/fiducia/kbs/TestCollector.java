package dev.fiducia.kbs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/// A collector of syslog over TLS that may misbehave.
final class TestCollector implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /// What it does with connections.
    enum Manner {
        GOOD,
        /// Accepts, and never says a word.
        SILENT,
        /// Resets the connection in the middle of what it is sent.
        RESETTING,
        /// Wants a certificate of the other side.
        STRICT
    }

    /// A certificate with its key, of itself.
    ///
    /// @param pem of the certificate
    /// @param keyPem of the key
    record Identity(Path store, Path pem, Path keyPem) {
        /// @param name `ip:127.0.0.1` or `dns:name`
        static Identity create(Path folder, String alias, String name) throws Exception {
            Path store = folder.resolve(alias + ".p12");
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
                                            "CN=" + alias,
                                            "-ext",
                                            "san=" + name,
                                            "-ext",
                                            "bc:c=ca:true",
                                            "-keystore",
                                            store.toString(),
                                            "-storepass",
                                            "changeit",
                                            "-storetype",
                                            "PKCS12"))
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException(said);
            }
            KeyStore keys = load(store);
            return new Identity(
                    store,
                    Files.writeString(
                            folder.resolve(alias + ".pem"),
                            pem("CERTIFICATE", keys.getCertificate("it").getEncoded())),
                    Files.writeString(
                            folder.resolve(alias + ".key"),
                            pem("PRIVATE KEY", keys.getKey("it", PASSWORD).getEncoded())));
        }

        private static String pem(String what, byte[] der) {
            return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                    .formatted(what, Base64.getMimeEncoder().encodeToString(der), what);
        }
    }

    private final ServerSocket listening;
    private final Manner manner;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    /// @param port 0 for a free one
    TestCollector(Manner manner, int port, Identity identity, Identity client) throws Exception {
        this.manner = manner;
        this.listening =
                manner == Manner.SILENT
                        ? new ServerSocket()
                        : secured(identity, client, manner == Manner.STRICT);
        bind(port);
        Thread.ofVirtual().start(this::accept);
    }

    /// The port may have just been another collector's, whose thread in the middle of accepting
    /// keeps it a moment longer than its close.
    private void bind(int port) throws Exception {
        for (int tried = 1; !listening.isBound(); tried++) {
            try {
                listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            } catch (BindException e) {
                if (tried == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static ServerSocket secured(Identity identity, Identity client, boolean strict)
            throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("NewSunX509", "SunJSSE");
        keys.init(load(identity.store()), PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12", "SUN");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", load(client.store()).getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket socket =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        socket.setNeedClientAuth(strict);
        return socket;
    }

    private static KeyStore load(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12", "SUN");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    int port() {
        return listening.getLocalPort();
    }

    /// What it was sent, as RFC 5425 frames it.
    List<String> messages() {
        return List.copyOf(messages);
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        if (manner == Manner.SILENT) {
            return;
        }
        try (socket) {
            InputStream in = socket.getInputStream();
            if (manner == Manner.RESETTING) {
                in.readNBytes(10);
                socket.setSoLinger(true, 0);
                return;
            }
            while (true) {
                int length = 0;
                for (int digit = in.read(); digit != ' '; digit = in.read()) {
                    if (digit < 0) {
                        return;
                    }
                    length = length * 10 + digit - '0';
                }
                messages.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            }
        } catch (IOException _) {
            // The other side has gone, or was not let in.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
