package dev.fiducia.kbs.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/// One request on its way through the listener: its line is judged, its body collected within the
/// limit, its handler run on a pool, its answer written. All of it but the handler happens on the
/// connection's event loop.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int MAX_FIELDS = 96;
    private static final long NO_TIMER = -1;

    private final Listener listener;
    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest http;
    private final ConnectionWatch watch;
    private final String id;
    private final Buffer body = Buffer.buffer();
    private long timer = NO_TIMER;
    private final String path;
    private final long begunNanos = System.nanoTime();
    private @Nullable Response response;
    private boolean answered;
    private boolean finished;

    Exchange(
            Listener listener,
            Vertx vertx,
            HttpServerRequest http,
            ConnectionWatch watch,
            String id) {
        this.listener = listener;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.http = http;
        this.watch = watch;
        this.id = id;
        this.path = pathOf(http.uri());
    }

    private static String pathOf(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    void begin() {
        watch.requestBegan();
        listener.traffic().began(path);
        http.exceptionHandler(cause -> abandoned("request", cause));
        http.response().exceptionHandler(cause -> abandoned("response", cause));
        http.response().endHandler(_ -> watch.answerTaken());
        if (http.headers().entries().size() > MAX_FIELDS) {
            answerAndClose(Response.text(431, "More than " + MAX_FIELDS + " header fields"));
            return;
        }
        switch (listener.routes().arrive(http.method().name(), http.uri())) {
            case RouteTable.Arrival.Answered(Response response) -> answer(response);
            case RouteTable.Arrival.NotCanonical() -> answer(Failures.notCanonical(http.uri(), id));
            case RouteTable.Arrival.Accepted accepted -> collect(accepted);
        }
    }

    private void collect(RouteTable.Arrival.Accepted accepted) {
        if (declaredLength() > listener.limits().bodyBytes()) {
            tooLarge();
            return;
        }
        http.handler(this::chunk);
        http.endHandler(_ -> complete(accepted));
        if (!http.isEnded()) {
            timer = vertx.setTimer(listener.limits().bodyDeadline().toMillis(), _ -> tooSlow());
        }
    }

    private long declaredLength() {
        String length = http.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    private void chunk(Buffer chunk) {
        if (answered) {
            return;
        }
        if ((long) body.length() + chunk.length() > listener.limits().bodyBytes()) {
            tooLarge();
        } else if (listener.bodies().take(chunk.length())) {
            body.appendBuffer(chunk);
        } else {
            LOG.atWarn().addKeyValue("request", id).log("overloaded: no memory for its body");
            answerAndClose(Failures.overloaded(http.uri(), id));
        }
    }

    private void complete(RouteTable.Arrival.Accepted accepted) {
        cancelTimer();
        if (answered) {
            return;
        }
        Request request =
                new Request(
                                id,
                                accepted.route().method(),
                                accepted.path(),
                                http.uri(),
                                accepted.query(),
                                Headers.of(http.headers()),
                                body.getBytes())
                        .from(http.remoteAddress().hostAddress())
                        .matched(accepted.match());
        boolean taken =
                listener.workers()
                        .submit(accepted.route().workload(), () -> work(accepted.route(), request));
        if (!taken) {
            LOG.atWarn().addKeyValue("request", id).log("overloaded: request refused");
            answer(Failures.overloaded(http.uri(), id));
        }
    }

    /// On a worker.
    private void work(Route route, Request request) {
        if (http.response().closed()) {
            context.runOnContext(_ -> finish()); // the client has left while the request waited
            return;
        }
        Response response = handle(route, request);
        context.runOnContext(_ -> answer(response));
    }

    /// Whatever is thrown becomes an answer: a client that gets none waits, and nothing cuts it
    /// off.
    @SuppressWarnings("CatchAndPrintStackTrace") // not printed: logged with the request's id
    private Response handle(Route route, Request request) {
        try {
            return route.handler().handle(request);
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("request", id).setCause(e).log("request failed");
            return Failures.thrown(request.path().toString(), id, e);
        }
    }

    private void tooLarge() {
        long limit = listener.limits().bodyBytes();
        answerAndClose(Response.text(413, "A payload reached size limit of " + limit + " bytes"));
    }

    private void tooSlow() {
        answerAndClose(Response.text(408, "The body did not arrive in time"));
    }

    private void answerAndClose(Response response) {
        boolean http1 = http.version() != HttpVersion.HTTP_2;
        answer(http1 ? response.withHeader("Connection", "close") : response);
        if (http1) {
            watch.closeSoon();
        }
    }

    private void answer(Response response) {
        cancelTimer();
        HttpServerResponse out = http.response();
        if (answered || out.closed()) {
            finish();
            return;
        }
        answered = true;
        this.response = response;
        out.setStatusCode(response.status());
        response.headers().forEach(out::putHeader);
        out.putHeader("X-Request-Id", id);
        out.end(Buffer.buffer(response.body()));
        finish();
        LOG.atDebug()
                .addKeyValue("request", id)
                .addKeyValue("method", http.method())
                .addKeyValue("status", response.status())
                .log("answered");
    }

    private void abandoned(String side, Throwable cause) {
        cancelTimer();
        answered = true;
        finish();
        LOG.atDebug().addKeyValue("request", id).setCause(cause).log("{} abandoned", side);
    }

    /// Nothing more is going to happen here; what the request held is let go, once.
    private void finish() {
        if (!finished) {
            finished = true;
            listener.bodies().giveBack(body.length());
            watch.requestEnded();
            listener.traffic().ended(ended());
        }
    }

    private Traffic.Ended ended() {
        return new Traffic.Ended(
                path,
                response == null ? null : response.status(),
                body.length(),
                response == null ? 0 : response.body().length,
                Duration.ofNanos(System.nanoTime() - begunNanos));
    }

    private void cancelTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
