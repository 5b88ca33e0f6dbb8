package dev.fiducia.kbs.decision;

import java.time.Duration;

/// So many in a time, and no more; what is not used is kept up to that number. Thread-safe.
final class Allowance {
    private final int most;
    private final double perNano;
    private double left;
    private long lastNanos = System.nanoTime();

    Allowance(int most, Duration time) {
        this.most = most;
        this.perNano = (double) most / time.toNanos();
        this.left = most;
    }

    synchronized boolean take() {
        long now = System.nanoTime();
        left = Math.min(most, left + (now - lastNanos) * perNano);
        lastNanos = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
