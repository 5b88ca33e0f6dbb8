package dev.fiducia.kbs.handshake;

import dev.fiducia.ha.session.Session;
import dev.fiducia.ha.session.Sessions;
import dev.fiducia.ha.singleuse.Consumption;
import dev.fiducia.ha.singleuse.SingleUse;
import dev.fiducia.ha.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Evaluates evidence at most once per challenge, whoever asks, however often, on whichever
/// replica.
///
/// The insert into the store decides who evaluates. Callers of the same process wait for that
/// evaluation; others find what it left behind: the session of a success, the reason of a failure.
/// A used challenge stays used: after a failure, and after a crash in between, the guest begins a
/// new handshake, which is what real clients do.
final class OneVerdict {
    private static final Logger LOG = LoggerFactory.getLogger(OneVerdict.class);
    private static final int MAX_WAITING = 16;

    private final SingleUse uses;
    private final Sessions sessions;
    private final Map<String, Flight> flights = new ConcurrentHashMap<>();

    OneVerdict(SingleUse uses, Sessions sessions) {
        this.uses = uses;
        this.sessions = sessions;
    }

    /// The settlement for the holder of a TEE key. `evaluation` runs in this call or not at all.
    Settlement settle(Challenge challenge, String thumbprint, Supplier<Verdict> evaluation) {
        Flight mine = new Flight();
        Flight others = flights.putIfAbsent(challenge.id(), mine);
        if (others != null) {
            return others.waiting.incrementAndGet() > MAX_WAITING
                    ? new Settlement.Crowded()
                    : judge(others.await(), thumbprint, false);
        }
        try {
            Found found = lead(challenge, thumbprint, evaluation);
            mine.outcome.complete(found);
            return judge(found, thumbprint, true);
        } catch (RuntimeException | Error e) {
            mine.outcome.completeExceptionally(e); // or those who wait would wait for ever
            throw e;
        } finally {
            flights.remove(challenge.id(), mine);
        }
    }

    /// @param leads whether the caller is the one who found it
    private static Settlement judge(Found found, String thumbprint, boolean leads) {
        return switch (found) {
            case Found.Unusable(Settlement why) -> why;
            case Found.Use use when !use.thumbprint.equals(thumbprint) -> new Settlement.OtherKey();
            case Found.Use use ->
                    use.verdict
                            .<Settlement>map(verdict ->
                                    leads && use.evaluatedHere
                                            ? new Settlement.First(verdict)
                                            : new Settlement.Repeated(verdict))
                            .orElseGet(Settlement.Forgotten::new);
        };
    }

    private Found lead(Challenge challenge, String thumbprint, Supplier<Verdict> evaluation) {
        byte[] intent = new UseRecord(thumbprint, Optional.empty()).toBytes();
        return switch (uses.consume(challenge.id(), challenge.expires(), intent)) {
            case Consumption.Won won -> {
                Verdict verdict = evaluate(evaluation);
                remember(challenge, thumbprint, won, verdict);
                yield new Found.Use(thumbprint, Optional.of(verdict), true);
            }
            case Consumption.AlreadyConsumed used ->
                    recall(challenge, UseRecord.parse(used.payload()));
            case Consumption.Expired _ -> new Found.Unusable(new Settlement.Over());
            case Consumption.Early _ -> new Found.Unusable(new Settlement.Early());
        };
    }

    private static Verdict evaluate(Supplier<Verdict> evaluation) {
        try {
            return evaluation.get();
        } catch (RuntimeException | Error e) {
            LOG.error("evaluation failed", e);
            return new Verdict.Refused(
                    "internal-error", "The evaluation failed; the server's log has the reason");
        }
    }

    private void remember(
            Challenge challenge, String thumbprint, Consumption.Won won, Verdict verdict) {
        switch (verdict) {
            case Verdict.Attested(String token, var _) ->
                    sessions.put(
                            challenge.id(), new Session(token, challenge.expires(), thumbprint));
            case Verdict.Refused refused -> {
                try {
                    uses.complete(won, new UseRecord(thumbprint, Optional.of(refused)).toBytes());
                } catch (StoreException e) {
                    LOG.warn("the reason of a refusal is not kept for repetitions", e);
                }
            }
        }
    }

    private Found.Use recall(Challenge challenge, UseRecord record) {
        Optional<Verdict> verdict =
                record.refused()
                        .<Verdict>map(refused -> refused)
                        .or(() ->
                                sessions.get(challenge.id())
                                        .filter(s ->
                                                s.teeKeyThumbprint().equals(record.thumbprint()))
                                        .map(s -> new Verdict.Attested(s.token())));
        return new Found.Use(record.thumbprint(), verdict, false);
    }

    /// What there is to know of a challenge.
    private sealed interface Found {
        /// Who used it, and what came of it as far as that is known.
        record Use(String thumbprint, Optional<Verdict> verdict, boolean evaluatedHere)
                implements Found {}

        /// Nobody may use it now.
        record Unusable(Settlement why) implements Found {}
    }

    /// A challenge that some caller of this process is settling.
    private static final class Flight {
        final CompletableFuture<Found> outcome = new CompletableFuture<>();
        final AtomicInteger waiting = new AtomicInteger();

        Found await() {
            try {
                return outcome.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof StoreException unavailable) {
                    throw unavailable;
                }
                throw e;
            }
        }
    }
}
