package dev.fiducia.app;

import dev.fiducia.kbs.Fiducia;
import dev.fiducia.kbs.StartException;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.ListenAddress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A service inside this process, with the address that clients call.
final class RunningService implements AutoCloseable {
    private static final int DRAIN_SECONDS = 25;

    private final Fiducia service;
    private final URI url;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private RunningService(Fiducia service, URI url) {
        this.service = service;
        this.url = url;
    }

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

    URI url() {
        return url;
    }

    /// Serves until the process is told to stop. The process ends only after [#close()], or after
    /// 25 seconds: a thread that leaves `main` while the virtual machine goes down never returns,
    /// so it is the closing that is waited for, not the thread.
    void awaitStop() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        stopping.await();
    }

    @Override
    public void close() {
        service.close();
        closed.countDown();
    }

    private void stop() {
        stopping.countDown();
        try {
            if (!closed.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("fiducia: stopped before everything was closed");
            }
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
