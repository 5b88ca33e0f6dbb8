package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.Tee;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.session.Session;
import dev.fiducia.ha.session.Sessions;
import dev.fiducia.ha.singleuse.SingleUse;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.decision.Unrecorded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The rules of the handshake: who gets a challenge, and what becomes of the evidence that answers
/// it.
///
/// Nothing is consumed before the message is well-formed, its challenge genuine and in time, and
/// its nonce the challenge's: a guest may correct a malformed message. From then on the challenge
/// is used, whatever the verdict.
public final class Handshake {
    private final ChallengeCookie cookies;
    private final OneVerdict verdicts;
    private final Sessions sessions;
    private final Evaluation evaluation;

    /// @param lifetime how long a challenge, and the session that it becomes, are valid; counted
    ///   from `/auth`
    public Handshake(
            ChallengeKeys keys,
            Duration lifetime,
            SingleUse uses,
            Sessions sessions,
            Evaluation evaluation,
            CryptoSuite crypto,
            InstantSource clock) {
        this.cookies = new ChallengeCookie(keys, lifetime, clock, crypto);
        this.verdicts = new OneVerdict(uses, sessions);
        this.sessions = sessions;
        this.evaluation = evaluation;
    }

    /// Answers `POST /auth`.
    AuthResult auth(byte[] body) {
        try {
            AuthMessage message = AuthMessage.parse(body);
            if (!ProtocolVersion.accepts(message.version())) {
                return AuthResult.refused(
                        "version-mismatch", ProtocolVersion.mismatch(message.version()));
            }
            Optional<Tee> tee = Tee.of(message.tee());
            if (tee.isEmpty()) {
                return AuthResult.refused("tee-unknown", "The TEE is unknown");
            }
            JsonNode extraParams = HashNegotiation.answer(tee.get(), message.extraParams());
            String name = tee.get().wireName();
            return switch (evaluation.challenge(tee.get())) {
                case SupplementalChallenge.None _ -> challenged(cookies.mint(name), extraParams);
                case SupplementalChallenge.Text(String text) ->
                        challenged(cookies.mint(name, text), extraParams);
                case SupplementalChallenge.Refused(Refusal refusal) ->
                        AuthResult.refused(refusal.code(), refusal.message());
                case SupplementalChallenge.Busy() ->
                        new AuthResult.Refused(
                                "overloaded",
                                "Too many guests of this TEE ask at once; try again",
                                true);
            };
        } catch (MessageException e) {
            return AuthResult.refused("message-malformed", e.reason());
        }
    }

    private static AuthResult challenged(ChallengeCookie.Minted minted, JsonNode extraParams) {
        return new AuthResult.Challenged(
                minted.challenge(), minted.cookie(), minted.lifetime(), extraParams);
    }

    /// Answers `POST /attest`.
    ///
    /// @param request names the request, for the record
    /// @param client the address that it came from, for the record
    AttestResult attest(
            Optional<String> cookie, byte[] body, String request, Optional<String> client) {
        if (cookie.isEmpty()) {
            return refused("cookie-missing", "The session cookie is missing");
        }
        AttestMessage message;
        try {
            message = AttestMessage.parse(body);
        } catch (MessageException e) {
            return refused("message-malformed", e.reason());
        }
        return switch (cookies.read(cookie.get())) {
            case ChallengeCookie.Reading.Forged() ->
                    refused("challenge-unknown", "The session cookie is not one of this service");
            case ChallengeCookie.Reading.Expired() ->
                    refused("challenge-expired", "The session has expired");
            case ChallengeCookie.Reading.Valid(Challenge challenge) ->
                    answer(
                            challenge,
                            message,
                            new Evaluation.Asker(
                                    Facts.session(challenge.id()),
                                    message.teeKey().thumbprint(),
                                    request,
                                    client));
        };
    }

    /// The token of the session that a cookie names, while it lasts.
    public Optional<String> token(String cookie) {
        return cookies.read(cookie) instanceof ChallengeCookie.Reading.Valid(Challenge challenge)
                ? sessions.get(challenge.id()).map(Session::token)
                : Optional.empty();
    }

    private AttestResult answer(
            Challenge challenge, AttestMessage message, Evaluation.Asker asker) {
        if (!cookies.isNonce(message.nonce(), challenge)) {
            return refused("nonce-mismatch", "The nonce is not the one of the challenge");
        }
        Tee tee = Tee.of(challenge.tee()).orElseThrow();
        Settlement settlement =
                verdicts.settle(
                        challenge,
                        asker.teeKey(),
                        () -> evaluation.evaluate(message.submission(tee, asker)));
        return switch (settlement) {
            case Settlement.First(Verdict verdict) -> result(challenge, asker, verdict, false);
            case Settlement.Repeated(Verdict verdict) -> result(challenge, asker, verdict, true);
            case Settlement.OtherKey() ->
                    refused("challenge-used", "The challenge has been used with another TEE key");
            case Settlement.Forgotten() ->
                    refused(
                            "challenge-used",
                            "The challenge has been used and its outcome is no longer known; begin a new handshake");
            case Settlement.Crowded() ->
                    new AttestResult.Refused(
                            "challenge-busy",
                            "The challenge is being evaluated; try again",
                            true,
                            Optional.empty(),
                            Optional.empty());
            case Settlement.Over() -> refused("challenge-expired", "The session has expired");
            case Settlement.Early() ->
                    refused(
                            "challenge-early",
                            "The session was begun by a clock that is minutes ahead of this one; begin a new handshake, and set the clocks of the replicas");
        };
    }

    private static AttestResult result(
            Challenge challenge, Evaluation.Asker asker, Verdict verdict, boolean repeated) {
        return switch (verdict) {
            case Verdict.Attested(String token, Optional<String> decision) ->
                    new AttestResult.Attested(
                            challenge.tee(), token, challenge.expires(), asker, repeated, decision);
            case Verdict.Refused(String code, String message, Optional<String> decision) ->
                    new AttestResult.Refused(
                            code,
                            message,
                            Unrecorded.isCode(code),
                            repeated ? Optional.empty() : Optional.of(challenge.tee()),
                            decision);
        };
    }

    private static AttestResult refused(String code, String message) {
        return new AttestResult.Refused(code, message, false, Optional.empty(), Optional.empty());
    }

    /// What `/auth` came to.
    sealed interface AuthResult {
        record Challenged(
                Challenge challenge, String cookie, Duration lifetime, JsonNode extraParams)
                implements AuthResult {
            /// Without the cookie, which is a credential once its holder has attested.
            @Override
            public String toString() {
                return "Challenged[" + challenge.id() + "]";
            }
        }

        /// @param retryable whether the same request may go better later
        record Refused(String code, String message, boolean retryable) implements AuthResult {}

        private static AuthResult refused(String code, String message) {
            return new Refused(code, message, false);
        }
    }

    /// What `/attest` came to.
    sealed interface AttestResult {
        /// @param repeated whether this is the stored outcome of an earlier attempt
        /// @param decision the id under which the audit log has it, if it is not repeated
        record Attested(
                String tee,
                String token,
                Instant expires,
                Evaluation.Asker asker,
                boolean repeated,
                Optional<String> decision)
                implements AttestResult {
            /// Without the token, which is a credential.
            @Override
            public String toString() {
                return "Attested[" + tee + ", expires=" + expires + ", repeated=" + repeated + "]";
            }
        }

        /// @param tee of the evidence that was evaluated and not believed; empty where none was
        /// @param decision the id under which the audit log has it; empty where it is not yet there
        record Refused(
                String code,
                String message,
                boolean retryable,
                Optional<String> tee,
                Optional<String> decision)
                implements AttestResult {}
    }
}
