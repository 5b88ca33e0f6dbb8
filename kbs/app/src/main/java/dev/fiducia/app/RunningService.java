package dev.fiducia.app;

import dev.fiducia.kbs.Fiducia;
import dev.fiducia.kbs.StartException;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.ListenAddress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A service inside this process, with the address that clients call.
record RunningService(Fiducia service, URI url) implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(25);

    static RunningService start(FiduciaConfig config) {
        try {
            Fiducia service = Fiducia.start(config);
            ListenAddress address = config.httpServer().sockets().getFirst();
            String scheme = config.httpServer().insecureHttp() ? "http" : "https";
            URI url = URI.create(scheme + "://" + host(address) + ":" + service.ports().getFirst());
            return new RunningService(service, url);
        } catch (StartException e) {
            throw CommandFailure.failed("can't start: " + e.getMessage());
        }
    }

    /// Serves until the process is told to stop.
    void awaitStop() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread serving = Thread.currentThread();
        Runnable stop =
                () -> {
                    stopped.countDown();
                    join(serving);
                };
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
        stopped.await();
    }

    @Override
    public void close() {
        service.close();
    }

    private static void join(Thread serving) {
        try {
            serving.join(DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A wildcard is not an address that a client can call; the loopback one is among what it
    /// covers.
    private static String host(ListenAddress listening) {
        InetAddress address = listening.address();
        boolean isSix = address instanceof Inet6Address;
        if (address.isAnyLocalAddress()) {
            return isSix ? "[::1]" : "127.0.0.1";
        }
        return isSix ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
