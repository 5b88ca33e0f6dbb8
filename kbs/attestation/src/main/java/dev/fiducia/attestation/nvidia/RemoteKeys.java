package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.token.JwsAlgorithm;
import dev.fiducia.attestation.token.TokenKeyException;
import dev.fiducia.attestation.token.VerificationKey;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.jspecify.annotations.Nullable;

import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// The keys that the remote service signs with, all for ES384. Fetched when they are needed and
/// kept for an hour; a name that isn't among them has them fetched again, at most once a minute.
final class RemoteKeys {

    private static final String CODE = "nvidia-keys-malformed";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 64;
    private static final int MAX_COORDINATE = 48;

    private final RemoteService service;
    private final CryptoSuite crypto;
    private final InstantSource clock;
    private volatile @Nullable Fetched fetched;

    private record Fetched(Instant at, Map<String, VerificationKey> keys) {}

    RemoteKeys(RemoteService service, CryptoSuite crypto, InstantSource clock) {
        this.service = service;
        this.crypto = crypto;
        this.clock = clock;
    }

    /// The key of that name.
    VerificationKey find(String keyId) throws RefusedException {
        Instant now = clock.instant();
        Fetched known = fetched;
        boolean isFresh = known != null && now.isBefore(known.at().plus(LIFE));
        boolean isUnknown = known != null && !known.keys().containsKey(keyId);
        if (known == null || !isFresh || (isUnknown && now.isAfter(known.at().plus(PAUSE)))) {
            known = new Fetched(now, parse(service.keys()));
            fetched = known;
        }
        VerificationKey key = known.keys().get(keyId);
        if (key == null) {
            throw RefusedException.of(
                    "nvidia-token-invalid",
                    "The token of the attestation service names a key that the service hasn't got");
        }
        return key;
    }

    private Map<String, VerificationKey> parse(byte[] json) throws RefusedException {
        JsonPlace root =
                switch (StrictJson.read(json)) {
                    case StrictJson.Result.Read(var document) ->
                            new JsonPlace(document, "keys", CODE);
                    case StrictJson.Result.Unreadable(Refusal refusal) ->
                            throw new RefusedException(refusal);
                };
        Map<String, VerificationKey> keys = new HashMap<>();
        for (JsonPlace jwk : root.member("keys").elementsUpTo(MAX_KEYS)) {
            boolean isUsable =
                    jwk.node().path("kty").asText().equals("EC")
                            && jwk.node().path("crv").asText().equals(EcCurve.P384.jwkName())
                            && jwk.node().path("kid").isTextual();
            if (isUsable) {
                keys.put(jwk.member("kid").text(), key(jwk));
            }
        }
        return keys;
    }

    private VerificationKey key(JsonPlace jwk) throws RefusedException {
        try {
            return VerificationKey.of(
                    JwsAlgorithm.ES384,
                    crypto.ecPublicKey(
                            EcCurve.P384,
                            jwk.member("x").base64UrlUpTo(MAX_COORDINATE),
                            jwk.member("y").base64UrlUpTo(MAX_COORDINATE)),
                    crypto);
        } catch (InvalidKeyException | TokenKeyException e) {
            throw jwk.refused("is not a key on P-384");
        }
    }
}
