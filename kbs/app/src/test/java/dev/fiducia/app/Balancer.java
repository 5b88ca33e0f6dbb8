package dev.fiducia.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A plain load balancer: each connection goes to the next replica in turn, and to the one after it
/// where nobody takes it. It knows nothing of sessions, nor of what it carries.
final class Balancer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket socket;
    private final List<InetSocketAddress> replicas;
    private final Set<InetSocketAddress> leftOut = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    Balancer(List<InetSocketAddress> replicas) throws IOException {
        this.replicas = List.copyOf(replicas);
        this.socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + socket.getLocalPort());
    }

    /// No new connection goes there, as where `/readyz` said 503.
    void leaveOut(InetSocketAddress replica) {
        leftOut.add(replica);
    }

    void takeBack(InetSocketAddress replica) {
        leftOut.remove(replica);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> carry(client));
            }
        } catch (IOException _) {
            // It was closed.
        }
    }

    private void carry(Socket client) {
        int first = turn.getAndIncrement();
        for (int i = 0; i < replicas.size(); i++) {
            InetSocketAddress address = replicas.get(Math.floorMod(first + i, replicas.size()));
            if (leftOut.contains(address)) {
                continue;
            }
            try {
                Socket replica = new Socket();
                replica.connect(address);
                Thread.ofVirtual().start(() -> pump(client, replica));
                pump(replica, client);
                return;
            } catch (IOException _) {
                // The next one may take it.
            }
        }
        closeBoth(client, client);
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException _) {
            // One of the two has gone: so does the other.
        }
        closeBoth(from, to);
    }

    private static void closeBoth(Socket one, Socket other) {
        for (Socket each : List.of(one, other)) {
            try {
                each.close();
            } catch (IOException _) {
                // Closed is closed.
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
