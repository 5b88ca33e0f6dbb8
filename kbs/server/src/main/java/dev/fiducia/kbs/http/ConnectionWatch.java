package dev.fiducia.kbs.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

import java.time.Duration;

/// Closes a connection that makes no request: the first head must be complete within a deadline
/// however slowly it trickles in, later ones within the idle time, and an answer must be taken
/// within the idle time. A request that is being worked on is never cut off.
final class ConnectionWatch {
    private static final long LINGER_MILLIS = 1000;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpConnection connection;
    private final Duration idle;
    private long timer = NO_TIMER;
    private int active;

    ConnectionWatch(Vertx vertx, HttpConnection connection, Duration headDeadline, Duration idle) {
        this.vertx = vertx;
        this.connection = connection;
        this.idle = idle;
        arm(headDeadline.toMillis());
    }

    void requestBegan() {
        active++;
        disarm();
    }

    /// The whole answer has been handed to the connection.
    void requestEnded() {
        active--;
        if (active == 0) {
            arm(idle.toMillis());
        }
    }

    /// The peer takes its answer slowly.
    void writing() {
        if (active <= 1) {
            arm(idle.toMillis());
        }
    }

    /// Closes after the peer had a moment to read the answer; at once would lose it, as the peer
    /// still sends.
    void closeSoon() {
        arm(LINGER_MILLIS);
        active++; // no request re-arms it
    }

    void closed() {
        disarm();
    }

    private void arm(long millis) {
        disarm();
        timer = vertx.setTimer(Math.max(1, millis), _ -> connection.close());
    }

    private void disarm() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
