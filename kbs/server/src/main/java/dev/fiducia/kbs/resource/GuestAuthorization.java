package dev.fiducia.kbs.resource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.token.TokenVerdict;
import dev.fiducia.attestation.token.TokenVerifier;
import dev.fiducia.attestation.token.VerifiedToken;
import dev.fiducia.kbs.handshake.Handshake;
import dev.fiducia.kbs.handshake.HandshakeRoutes;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.jwe.TeeKeyException;
import dev.fiducia.kbs.jwe.TeePublicKey;

import java.util.Optional;

/// Who a guest is: the token of its session, else the bearer token, verified either way.
public final class GuestAuthorization {
    private final Handshake handshake;
    private final TokenVerifier verifier;

    public GuestAuthorization(Handshake handshake, TokenVerifier verifier) {
        this.handshake = handshake;
        this.verifier = verifier;
    }

    Result authorize(Request request) {
        Optional<String> token =
                request.headers()
                        .cookie(HandshakeRoutes.COOKIE)
                        .flatMap(handshake::token)
                        .or(request.headers()::bearer);
        if (token.isEmpty()) {
            return new Result.Refused(
                    KbsError.of(
                            KbsError.Type.TOKEN_NOT_FOUND,
                            "token-not-found",
                            "Attestation token not found: attest first"));
        }
        return switch (verifier.verify(token.get())) {
            case TokenVerdict.Refused(Refusal refusal) ->
                    refused(refusal.code(), refusal.message());
            case TokenVerdict.Trusted(VerifiedToken verified) -> withKey(verified);
        };
    }

    private static Result withKey(VerifiedToken verified) {
        try {
            return new Result.Authorized(verified, TeePublicKey.parse(verified.teePublicKey()));
        } catch (TeeKeyException e) {
            return refused("tee-key-unusable", e.reason());
        }
    }

    private static Result refused(String code, String message) {
        return new Result.Refused(
                KbsError.of(
                        KbsError.Type.TOKEN_VERIFIER_ERROR,
                        code,
                        "Attestation token verification failed: " + message));
    }

    /// Whether a guest is who a token says.
    sealed interface Result {
        record Authorized(VerifiedToken token, TeePublicKey teeKey) implements Result {
            JsonNode claims() {
                return token.claims();
            }
        }

        record Refused(KbsError error) implements Result {}
    }
}
