package dev.fiducia.ha.cluster;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.map.IMap;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.Seal;
import dev.fiducia.ha.seal.SealException;
import dev.fiducia.ha.session.Session;
import dev.fiducia.ha.session.SessionCodec;
import dev.fiducia.ha.session.Sessions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Sessions in a map that survives the loss of members. Values are sealed for their key; keys are
/// digests, because ids are half of what a guest shows. Whatever the cluster can't do now (divided,
/// too few, a stranger in it) goes to other sessions, and what it does not find is looked for
/// there: at worst a session is lost, and its guest attests again. So does what the cluster does
/// not do at once, as it is for about a second after it lost a member: a guest should not notice
/// that, and the ones behind it do not wait for the cluster first.
final class ClusterSessions implements Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSessions.class);
    private static final long PROMPT_MILLIS = 50;
    private static final long WAIT_MILLIS = 3000;
    private static final long HESITATION_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final Executor BACKGROUND = task -> Thread.ofVirtual().start(task);
    // Sessions are written once; there are no versions to tell apart.
    private static final long VERSION = 0;

    private final IMap<String, byte[]> map;
    private final BooleanSupplier used;
    private final Seal seal;
    private final Sessions otherwise;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile long hesitatesUntil;

    ClusterSessions(
            IMap<String, byte[]> map,
            BooleanSupplier used,
            KeyRing ring,
            Sessions otherwise,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.map = map;
        this.used = used;
        this.seal = new Seal(ring, new SecureRandom());
        this.otherwise = otherwise;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.hesitatesUntil = nanoTime.getAsLong();
    }

    @Override
    public void put(String id, Session session) {
        Duration left = Duration.between(clock.instant(), session.expires());
        String key = key(id);
        byte[] sealed = seal.seal(Cluster.SESSIONS, key, VERSION, SessionCodec.encode(session));
        boolean kept =
                left.isPositive()
                        && used.getAsBoolean()
                        && ask(() ->
                                        map.setAsync(
                                                key,
                                                sealed,
                                                left.toMillis(),
                                                TimeUnit.MILLISECONDS))
                                .filter(this::isPrompt)
                                .isPresent();
        if (!kept) {
            otherwise.put(id, session);
        }
    }

    @Override
    public Optional<Session> get(String id) {
        Optional<Session> elsewhere = hesitates() ? otherwise.get(id) : Optional.empty();
        return elsewhere.isPresent() ? elsewhere : inTheClusterOrElsewhere(id);
    }

    private Optional<Session> inTheClusterOrElsewhere(String id) {
        String key = key(id);
        Optional<CompletableFuture<byte[]>> asked =
                used.getAsBoolean()
                        ? ask(() -> inTheBackground(() -> map.get(key)))
                        : Optional.empty();
        if (asked.isEmpty()) {
            return otherwise.get(id);
        }
        CompletableFuture<byte[]> reading = asked.get();
        boolean prompt = isPrompt(reading);
        Optional<Session> found =
                (prompt ? current(key, reading) : Optional.<Session>empty())
                        .or(() -> otherwise.get(id));
        return found.isPresent() || prompt || !done(reading, WAIT_MILLIS)
                ? found
                : current(key, reading);
    }

    /// True for a while after the cluster did not answer at once.
    private boolean hesitates() {
        return hesitatesUntil - nanoTime.getAsLong() > 0;
    }

    private boolean isPrompt(CompletableFuture<?> answer) {
        if (hesitates()) {
            return done(answer, 0);
        }
        boolean prompt = done(answer, PROMPT_MILLIS);
        if (!prompt) {
            hesitatesUntil = nanoTime.getAsLong() + HESITATION_NANOS;
        }
        return prompt;
    }

    private Optional<Session> current(String key, CompletableFuture<byte[]> read) {
        return Optional.ofNullable(read.getNow(null))
                .flatMap(sealed -> open(key, sealed))
                .filter(session -> clock.instant().isBefore(session.expires()));
    }

    private Optional<Session> open(String key, byte[] sealed) {
        try {
            return SessionCodec.decode(seal.open(Cluster.SESSIONS, key, VERSION, sealed));
        } catch (SealException e) {
            LOG.warn("a session in the cluster is not one of ours: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /// Only the call that waits reads this member's own copies, and it may wait for long.
    private static <T> CompletableFuture<T> inTheBackground(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, BACKGROUND);
    }

    /// Empty when the cluster takes no question.
    private static <T> Optional<CompletableFuture<T>> ask(Supplier<CompletionStage<T>> question) {
        try {
            return Optional.of(question.get().toCompletableFuture());
        } catch (HazelcastException | IllegalStateException e) { // perhaps it is shutting down
            LOG.info("the cluster takes no question: {}", e.toString());
            return Optional.empty();
        }
    }

    /// True when the answer is there in time; false where there will be none, too.
    private static boolean done(CompletableFuture<?> answer, long millis) {
        try {
            answer.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException e) {
            LOG.debug("the cluster has no answer in {} ms", millis);
            return false;
        } catch (ExecutionException e) {
            LOG.info("the cluster has no answer: {}", e.toString());
            return false;
        }
    }

    private static String key(String id) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256", "SUN")
                            .digest(("session\0" + id).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 does not work in this runtime", e);
        }
    }
}
