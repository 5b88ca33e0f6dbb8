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
    private int busy;
    private boolean closing;

    ConnectionWatch(Vertx vertx, HttpConnection connection, Duration headDeadline, Duration idle) {
        this.vertx = vertx;
        this.connection = connection;
        this.idle = idle;
        arm(headDeadline.toMillis());
    }

    void requestBegan() {
        busy++;
        if (!closing) {
            disarm();
        }
    }

    /// The request is answered, as far as that is up to the service, or was given up by the client.
    /// From now on only the peer can hold the connection open, and only within the idle time.
    void requestEnded() {
        busy--;
        armIfIdle();
    }

    /// The peer has taken a whole answer: its idle time begins anew.
    void answerTaken() {
        armIfIdle();
    }

    /// Closes after the peer had a moment to read the answer; at once would lose it, as the peer
    /// still sends. Nothing that comes in between changes that.
    void closeSoon() {
        closing = true;
        arm(LINGER_MILLIS);
    }

    void closed() {
        closing = true;
        disarm();
    }

    private void armIfIdle() {
        if (busy == 0 && !closing) {
            arm(idle.toMillis());
        }
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
