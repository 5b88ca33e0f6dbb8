package dev.fiducia.kbs.http;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The service's sockets: HTTP/1.1, and HTTP/2 where TLS is on, each served by all event loops.
public final class Listener implements AutoCloseable {
    private static final int MAX_REQUEST_LINE = 16 * 1024;
    private static final int MAX_STREAMS = 128;
    private static final int BACKLOG = 1024;
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final long START_SECONDS = 30;

    private final Vertx vertx;
    private final RouteTable routes;
    private final Workers workers;
    private final ListenerLimits limits;
    private final RequestIds ids;
    private final BodyBudget bodies;
    private final Traffic traffic;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Context> contexts = new CopyOnWriteArrayList<>();

    private Listener(
            Vertx vertx,
            RouteTable routes,
            Workers workers,
            ListenerLimits limits,
            RequestIds ids,
            Traffic traffic) {
        this.vertx = vertx;
        this.routes = routes;
        this.workers = workers;
        this.limits = limits;
        this.ids = ids;
        this.bodies = BodyBudget.of(limits.bodyBytes());
        this.traffic = traffic;
    }

    /// What is needed to listen.
    ///
    /// @param sockets where; port 0 takes a free one
    /// @param tls empty for plaintext
    public record Settings(
            List<InetSocketAddress> sockets,
            Optional<TlsSettings> tls,
            ListenerLimits limits,
            int cpuThreads,
            int queue) {
        public Settings {
            sockets = List.copyOf(sockets);
        }
    }

    /// Binds all sockets, or throws when one of them can't be had.
    public static Listener start(
            Settings settings,
            List<RouteContribution> contributions,
            SecureRandom random,
            Traffic traffic) {
        RouteTable routes = new RouteTable(contributions);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops()));
        Listener listener =
                new Listener(
                        vertx,
                        routes,
                        new Workers(settings.cpuThreads(), settings.queue()),
                        settings.limits(),
                        new RequestIds(random),
                        traffic);
        try {
            int index = 1;
            for (InetSocketAddress socket : settings.sockets()) {
                listener.bind(socket, settings.tls(), index++);
            }
            return listener;
        } catch (RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    /// The ports in the order of the configured sockets.
    public List<Integer> ports() {
        return List.copyOf(ports);
    }

    RouteTable routes() {
        return routes;
    }

    Workers workers() {
        return workers;
    }

    BodyBudget bodies() {
        return bodies;
    }

    ListenerLimits limits() {
        return limits;
    }

    Traffic traffic() {
        return traffic;
    }

    /// How much the pools have to do now.
    public List<Workers.Load> load() {
        return workers.load();
    }

    /// Whether every event loop takes up a task within a time: one that does not serves nobody.
    public boolean turns(Duration patience) {
        List<Future<Void>> turns = new ArrayList<>();
        for (Context context : contexts) {
            Promise<Void> turn = Promise.promise();
            context.runOnContext(_ -> turn.complete());
            turns.add(turn.future());
        }
        try {
            Future.join(turns)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    /// Stops accepting, lets requests that have begun finish within a bound, then closes.
    @Override
    public void close() {
        List<Future<Void>> down = new ArrayList<>();
        servers.forEach(server -> down.add(server.shutdown(DRAIN)));
        await(Future.join(down).otherwiseEmpty());
        workers.close();
        await(vertx.close());
    }

    private void bind(InetSocketAddress socket, Optional<TlsSettings> tls, int index) {
        HttpServerOptions options = options(tls);
        SocketAddress address = address(socket, index);
        List<HttpServer> bound = new CopyOnWriteArrayList<>();
        DeploymentOptions instances = new DeploymentOptions().setInstances(eventLoops());
        await(vertx.deployVerticle(() -> verticle(options, address, bound), instances));
        servers.addAll(bound);
        ports.add(bound.getFirst().actualPort());
    }

    private Deployable verticle(
            HttpServerOptions options, SocketAddress address, List<HttpServer> bound) {
        return new VerticleBase() {
            @Override
            public Future<?> start() {
                Map<HttpConnection, ConnectionWatch> watches = new ConcurrentHashMap<>();
                HttpServer server =
                        vertx.createHttpServer(options)
                                .connectionHandler(connection -> watch(connection, watches))
                                .requestHandler(request -> serve(request, watches));
                bound.add(server);
                contexts.add(context);
                return server.listen(address);
            }
        };
    }

    private ConnectionWatch watch(
            HttpConnection connection, Map<HttpConnection, ConnectionWatch> watches) {
        ConnectionWatch watch =
                new ConnectionWatch(vertx, connection, limits.headDeadline(), limits.idle());
        watches.put(connection, watch);
        connection.closeHandler(_ -> {
            watches.remove(connection);
            watch.closed();
        });
        return watch;
    }

    private void serve(HttpServerRequest request, Map<HttpConnection, ConnectionWatch> watches) {
        HttpConnection connection = request.connection();
        ConnectionWatch watch = watches.get(connection);
        new Exchange(
                        this,
                        vertx,
                        request,
                        watch == null ? watch(connection, watches) : watch,
                        ids.next())
                .begin();
    }

    private HttpServerOptions options(Optional<TlsSettings> tls) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setAcceptBacklog(BACKLOG)
                        .setMaxHeaderSize(limits.headerBytes())
                        .setMaxInitialLineLength(MAX_REQUEST_LINE)
                        .setHandle100ContinueAutomatically(true)
                        .setHttp2ClearTextEnabled(false)
                        .setInitialSettings(
                                new Http2Settings()
                                        .setMaxHeaderListSize(limits.headerBytes())
                                        .setMaxConcurrentStreams(MAX_STREAMS))
                        .setCompressionSupported(false)
                        .setDecompressionSupported(false);
        tls.ifPresent(settings -> settings.apply(options));
        return options;
    }

    /// Instances that share an index share the free port that they are given.
    private static SocketAddress address(InetSocketAddress socket, int index) {
        String host = socket.getAddress().getHostAddress();
        return socket.getPort() == 0
                ? SocketAddress.sharedRandomPort(index, host)
                : SocketAddress.inetSocketAddress(socket.getPort(), host);
    }

    private static int eventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new ListenException(e.getCause());
        } catch (TimeoutException e) {
            throw new ListenException(e);
        }
    }
}
