package dev.fiducia.kbs.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// Ids of requests: unique within a process by counting, across processes by a random start.
final class RequestIds {
    private final AtomicLong next;

    RequestIds(SecureRandom random) {
        this.next = new AtomicLong(random.nextLong());
    }

    String next() {
        return HexFormat.of().toHexDigits(next.getAndIncrement());
    }
}
