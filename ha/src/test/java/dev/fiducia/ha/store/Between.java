package dev.fiducia.ha.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stands between a store and its server, and cuts the connection at the worst moments.
final class Between implements AutoCloseable {

    /// What happens at the next commit.
    enum Fault {
        NONE,
        /// The server commits, and nobody hears of it.
        AFTER_COMMIT,
        /// The server never hears that it should commit.
        BEFORE_COMMIT,
        /// As the first, and nobody reaches the server from then on.
        AFTER_COMMIT_FOR_GOOD
    }

    private final ServerSocket listening;
    private final int target;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile Fault fault = Fault.NONE;
    private final AtomicInteger struck = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean unreachable;

    Between(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void next(Fault next) {
        fault = next;
    }

    /// How many faults have happened.
    int struck() {
        return struck.get();
    }

    /// How often a store began to speak after the server had spoken.
    int questions() {
        return questions.get();
    }

    void reachable(boolean reachable) throws IOException {
        unreachable = !reachable;
        if (unreachable) {
            cutAll();
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listening.accept();
                if (unreachable) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                AtomicBoolean answered = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pump(client, server, true, answered));
                Thread.ofVirtual().start(() -> pump(server, client, false, answered));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void pump(Socket from, Socket to, boolean asking, AtomicBoolean answered) {
        byte[] buffer = new byte[1 << 16];
        Commits commits = new Commits();
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answered.getAndSet(!asking) && asking) {
                    questions.incrementAndGet();
                }
                boolean commit = asking && commits.isIn(buffer, read);
                Fault due = commit ? fault : Fault.NONE;
                if (due == Fault.NONE) {
                    out.write(buffer, 0, read);
                    out.flush();
                    continue;
                }
                fault = Fault.NONE;
                struck.incrementAndGet();
                if (due != Fault.BEFORE_COMMIT) {
                    unreachable = due == Fault.AFTER_COMMIT_FOR_GOOD;
                    from.shutdownOutput(); // the answer to the commit ends here
                    out.write(buffer, 0, read);
                    out.flush();
                    to.shutdownOutput();
                    to.getInputStream().readAllBytes();
                }
                return;
            }
        } catch (IOException _) {
            // Either side has gone, and takes the other one with it.
        }
    }

    /// Finds commits in what a client sends. The driver prepares the statement once, under a name
    /// by which it calls it from then on.
    private static final class Commits {
        private static final Pattern PREPARED = Pattern.compile("(S_[0-9]+)\0COMMIT\0");

        private String bound = "\0COMMIT\0";

        boolean isIn(byte[] buffer, int length) {
            String sent = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            Matcher prepared = PREPARED.matcher(sent);
            if (prepared.find()) {
                bound = "\0" + prepared.group(1) + "\0";
            }
            return sent.contains(bound);
        }
    }

    private void cutAll() throws IOException {
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cutAll();
    }
}
