package dev.fiducia.kbs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a service has opened so far, closed in reverse order.
final class Openings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Openings.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /// Takes it over: it is closed with the rest.
    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /// Closes everything, whatever of it fails.
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("closing failed", e);
            }
        }
    }
}
