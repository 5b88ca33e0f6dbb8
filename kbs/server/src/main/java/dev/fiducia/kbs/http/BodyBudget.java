package dev.fiducia.kbs.http;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory the bodies of all unanswered requests may take together: each is bounded, but
/// the number of connections is not, and anyone may send one. Thread-safe.
final class BodyBudget {
    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long bytes) {
        this.bytes = bytes;
    }

    /// A quarter of the heap, at least a few bodies.
    static BodyBudget of(long largestBody) {
        return new BodyBudget(Math.max(Runtime.getRuntime().maxMemory() / 4, 4 * largestBody));
    }

    /// False, and nothing taken, when there is not so much left.
    boolean take(int count) {
        if (taken.addAndGet(count) <= bytes) {
            return true;
        }
        taken.addAndGet(-count);
        return false;
    }

    void giveBack(int count) {
        taken.addAndGet(-count);
    }

    long taken() {
        return taken.get();
    }
}
