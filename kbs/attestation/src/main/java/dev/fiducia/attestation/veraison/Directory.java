package dev.fiducia.attestation.veraison;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.token.VerificationKey;
import dev.fiducia.crypto.CryptoSuite;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// What the service says of itself, kept for an hour. It is asked again when something that builds
/// on it failed.
final class Directory {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final int MAX_BYTES = 256 << 10;

    private final BoundedHttp http;
    private final URI service;
    private final Optional<VerificationKey> pinned;
    private final CryptoSuite crypto;
    private final InstantSource clock;
    private volatile @Nullable Known known;

    private record Known(Instant at, Discovery discovery) {}

    Directory(
            BoundedHttp http,
            URI service,
            Optional<VerificationKey> pinned,
            CryptoSuite crypto,
            InstantSource clock) {
        this.http = http;
        this.service = service;
        this.pinned = pinned;
        this.crypto = crypto;
        this.clock = clock;
    }

    Discovery current() throws RefusedException {
        Instant now = clock.instant();
        Known last = known;
        if (last == null || !now.isBefore(last.at().plus(LIFE))) {
            last = new Known(now, fetch());
            known = last;
        }
        return last.discovery();
    }

    void forget() {
        known = null;
    }

    private Discovery fetch() throws RefusedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(Discovery.PATH))
                        .header("Accept", "application/vnd.veraison.discovery+json");
        return Discovery.parse(
                Answers.document(http.send(request, Set.of(200), MAX_BYTES), "discovery"),
                service,
                pinned,
                crypto);
    }
}
