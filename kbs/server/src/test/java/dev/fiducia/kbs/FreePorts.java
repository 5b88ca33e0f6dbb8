package dev.fiducia.kbs;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of the loopback address that stay free while nobody listens on them: a system takes the
/// ports of outgoing connections from above them. One from that range may be gone when a test wants
/// it back.
final class FreePorts {
    private static final int FIRST = 15_000;
    private static final int BEHIND = 32_000;

    private FreePorts() {}

    static int take() throws IOException {
        return take(1).getFirst();
    }

    static List<Integer> take(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND);
                try {
                    sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                } catch (BindException _) {
                    // Somebody has it.
                }
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
