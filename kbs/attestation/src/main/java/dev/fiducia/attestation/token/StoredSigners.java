package dev.fiducia.attestation.token;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The signing keys that nobody configured: the first is made on the first start, kept sealed in
/// the store, the same for all replicas. Each key has a time from which on it signs; it is trusted
/// as soon as it is stored, and after the next one took over for as long as its tokens are valid.
/// So replicas need not agree on the moment: what one signs, all trust.
///
/// Records are `signing-key`, which signs from the beginning, and `signing-key-` with 13 digits of
/// milliseconds since 1970. Each holds a PKCS#8 key.
public final class StoredSigners implements TokenSigners {
    /// Holds the keys.
    public static final Namespace NAMESPACE = new Namespace("attestation_token");

    /// Shortest time between the storing of a key and its first signature: replicas look for new
    /// ones more often.
    public static final Duration MIN_OVERLAP = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(StoredSigners.class);
    private static final String FIRST = "signing-key";
    private static final Pattern KEY = Pattern.compile(FIRST + "(?:-([0-9]{13}))?");
    private static final long LOOK_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);
    private static final int MOST = 100;

    private final RecordStore store;
    private final CryptoSuite crypto;
    private final InstantSource clock;
    private final Duration tokenLifetime;
    private final LongSupplier nanos;
    private volatile List<Timed> keys;
    private volatile long readAt;

    /// A key that signs from a time on.
    private record Timed(Instant from, TokenSigner signer, StoredRecord record) {}

    StoredSigners(
            RecordStore store,
            CryptoSuite crypto,
            InstantSource clock,
            Duration tokenLifetime,
            LongSupplier nanos)
            throws TokenKeyException {
        this.store = store;
        this.crypto = crypto;
        this.clock = clock;
        this.tokenLifetime = tokenLifetime;
        this.nanos = nanos;
        this.readAt = nanos.getAsLong();
        this.keys = List.of();
        List<Timed> found = read();
        if (found.isEmpty()) {
            create();
            found = read();
        }
        if (found.isEmpty()) {
            throw new TokenKeyException("the token signing key is gone from the store");
        }
        this.keys = found;
    }

    /// The stored keys; of several replicas that start at once, one makes the first.
    ///
    /// @param tokenLifetime how long tokens are valid
    /// @throws TokenKeyException if what is stored is no key
    public static StoredSigners openOrCreate(
            RecordStore store, CryptoSuite crypto, InstantSource clock, Duration tokenLifetime)
            throws TokenKeyException {
        return new StoredSigners(store, crypto, clock, tokenLifetime, System::nanoTime);
    }

    /// What a key is for at the moment.
    public enum State {
        PREVIOUS,
        CURRENT,
        NEXT
    }

    /// A key, for people.
    ///
    /// @param from when it began to sign, or will
    public record Listed(String keyId, State state, Instant from) {}

    @Override
    public TokenSigner current() {
        List<Timed> known = known();
        return known.get(current(known)).signer();
    }

    @Override
    public List<TokenSigner> trusted() {
        List<Timed> known = known();
        return known.subList(firstTrusted(known), known.size()).stream()
                .map(Timed::signer)
                .toList();
    }

    /// The trusted keys, the oldest first.
    public List<Listed> list() {
        List<Timed> known = fresh();
        int current = current(known);
        List<Listed> listed = new ArrayList<>();
        for (int i = firstTrusted(known); i < known.size(); i++) {
            State state = i < current ? State.PREVIOUS : i == current ? State.CURRENT : State.NEXT;
            listed.add(new Listed(known.get(i).signer().keyId(), state, known.get(i).from()));
        }
        return listed;
    }

    /// The change that stores a new key, for the caller to commit; empty while one waits for its
    /// time.
    ///
    /// @param from when it begins to sign: at least [#MIN_OVERLAP] ahead
    public Optional<Change> rotation(Instant from) {
        List<Timed> known = fresh();
        if (current(known) != known.size() - 1 || known.size() >= MOST) {
            return Optional.empty();
        }
        if (from.isBefore(clock.instant().plus(MIN_OVERLAP).minusSeconds(1))) {
            throw new IllegalArgumentException("a key is stored before it signs");
        }
        return Optional.of(
                new Change.Put(
                        NAMESPACE,
                        FIRST + "-" + "%013d".formatted(from.toEpochMilli()),
                        crypto.generateEc(EcCurve.P256).getPrivate().getEncoded(),
                        Change.ABSENT));
    }

    /// Deletes keys whose last token has ended. Returns how many.
    public int prune() {
        List<Timed> known = fresh();
        int deleted = 0;
        for (Timed old : known.subList(0, firstTrusted(known))) {
            Change delete =
                    new Change.Delete(NAMESPACE, old.record().key(), old.record().version());
            deleted += store.commit(List.of(delete)) instanceof CommitResult.Committed ? 1 : 0;
        }
        return deleted;
    }

    private int current(List<Timed> known) {
        Instant now = clock.instant();
        int current = 0;
        for (int i = 0; i < known.size(); i++) {
            current = known.get(i).from().isAfter(now) ? current : i;
        }
        return current;
    }

    private int firstTrusted(List<Timed> known) {
        Instant oldest = clock.instant().minus(tokenLifetime).minus(CLOCK_MARGIN);
        int first = 0;
        for (int i = 1; i < known.size(); i++) {
            first = known.get(i).from().isAfter(oldest) ? first : i;
        }
        return first;
    }

    /// As of at most a few seconds ago, if the store answers.
    private List<Timed> known() {
        return nanos.getAsLong() - readAt < LOOK_NANOS ? keys : fresh();
    }

    private synchronized List<Timed> fresh() {
        readAt = nanos.getAsLong();
        try {
            List<Timed> found = read();
            if (found.isEmpty()) {
                LOG.error(
                        "the token signing keys are gone from the store: the known ones are used");
            } else {
                keys = found;
            }
        } catch (StoreException | TokenKeyException e) {
            LOG.warn("token signing keys are used as they were known: {}", e.getMessage());
        }
        return keys;
    }

    private List<Timed> read() throws TokenKeyException {
        List<Timed> found = new ArrayList<>();
        for (StoredRecord stored : store.list(NAMESPACE, "", null, RecordLimits.PAGE).records()) {
            Matcher key = KEY.matcher(stored.key());
            if (key.matches()) {
                String millis = key.group(1);
                found.add(
                        new Timed(
                                millis == null
                                        ? Instant.EPOCH
                                        : Instant.ofEpochMilli(Long.parseLong(millis)),
                                signer(stored),
                                stored));
            }
        }
        found.sort(Comparator.comparing(Timed::from));
        return List.copyOf(found);
    }

    /// Keys are not parsed again where the record is the one that was.
    private TokenSigner signer(StoredRecord stored) throws TokenKeyException {
        for (Timed known : keys) {
            if (known.record().key().equals(stored.key())
                    && known.record().version() == stored.version()) {
                return known.signer();
            }
        }
        byte[] pkcs8 = stored.value();
        try {
            return TokenSigner.of(
                    SigningKeys.fromPkcs8(pkcs8, crypto), List.of(), Optional.empty(), crypto);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private void create() {
        byte[] pkcs8 = crypto.generateEc(EcCurve.P256).getPrivate().getEncoded();
        switch (store.commit(List.of(new Change.Put(NAMESPACE, FIRST, pkcs8, Change.ABSENT)))) {
            case CommitResult.Committed _ -> {}
            case CommitResult.Conflict _ -> {} // another replica made the key: it is ours too
        }
    }
}
