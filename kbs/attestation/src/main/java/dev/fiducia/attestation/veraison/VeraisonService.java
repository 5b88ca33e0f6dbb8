package dev.fiducia.attestation.veraison;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.CircuitBreaker;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.token.VerificationKey;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Has a Veraison service appraise evidence. Blocks for as long as the exchanges take, within the
/// configured time for each of them and for the wait for the result.
public final class VeraisonService {

    private final BoundedHttp http;
    private final Directory directory;
    private final CircuitBreaker breaker;
    private final Duration patience;
    private final CryptoSuite crypto;
    private final InstantSource clock;

    /// @param key that was the service's when the session began
    private record Opened(Session session, VerificationKey key) {}

    private VeraisonService(
            BoundedHttp http,
            Directory directory,
            Duration patience,
            CryptoSuite crypto,
            InstantSource clock) {
        this.http = http;
        this.directory = directory;
        this.breaker = new CircuitBreaker(clock);
        this.patience = patience;
        this.crypto = crypto;
        this.clock = clock;
    }

    /// The service as configured. It isn't asked for anything yet.
    ///
    /// @throws VerifierSetupException when the address is none of a host, or a file can't be read
    ///   or holds something else
    public static VeraisonService create(
            VeraisonConfig config, CryptoSuite crypto, InstantSource clock)
            throws VerifierSetupException {
        try {
            BoundedHttp http = BoundedHttp.toHostOf(config.service(), config.http());
            URI service = config.service().resolve("/");
            Directory directory =
                    new Directory(http, service, pinned(config.key(), crypto), crypto, clock);
            return new VeraisonService(http, directory, config.http().total(), crypto, clock);
        } catch (IllegalArgumentException e) {
            throw new VerifierSetupException("Veraison service: " + e.getMessage(), e);
        }
    }

    /// What the service finds, signed for this challenge.
    public Ear appraise(byte[] evidence, String mediaType, byte[] challenge)
            throws RefusedException {
        Opened opened = open(challenge);
        String token;
        try (Session session = opened.session()) {
            token = session.result(evidence, mediaType, patience);
        }
        try {
            return Ear.verified(token, opened.key(), challenge, clock.instant(), crypto);
        } catch (RefusedException e) {
            directory.forget(); // it may have another key by now
            throw e;
        }
    }

    /// Only what no evidence has a part in counts as a failure of the service: otherwise one
    /// hostile guest could have it left alone for all others.
    private Opened open(byte[] challenge) throws RefusedException {
        if (!breaker.tryPass()) {
            throw Answers.unavailable(
                    "it failed several times in a row, and is left alone for now");
        }
        try {
            Discovery discovery = directory.current();
            Session session = Session.open(http, discovery.newSession(), challenge);
            breaker.succeeded();
            return new Opened(session, discovery.key());
        } catch (RefusedException e) {
            breaker.failed();
            directory.forget();
            throw e;
        }
    }

    private static Optional<VerificationKey> pinned(Optional<Path> file, CryptoSuite crypto)
            throws VerifierSetupException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EarKey.read(file.get(), crypto));
        } catch (IOException e) {
            throw new VerifierSetupException(
                    "Key of the Veraison service " + file.get() + ": " + e.getMessage(), e);
        }
    }
}
