package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.decision.Unrecorded;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.kbs.metrics.KbsMetrics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// `POST /kbs/v0/auth` and `POST /kbs/v0/attest`. Segments behind the name are ignored, as clients
/// may rely on.
public final class HandshakeRoutes {
    /// The cookie that names challenge and session.
    public static final String COOKIE = "kbs-session-id";

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeRoutes.class);
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Handshake handshake;
    private final InstantSource clock;
    private final KbsMetrics metrics;
    private final Decisions decisions;

    private HandshakeRoutes(
            Handshake handshake, Decisions decisions, InstantSource clock, KbsMetrics metrics) {
        this.handshake = handshake;
        this.decisions = decisions;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// @param decisions has every answer of `/attest` on record before it leaves
    public static RouteContribution of(
            Handshake handshake, Decisions decisions, InstantSource clock, KbsMetrics metrics) {
        HandshakeRoutes routes = new HandshakeRoutes(handshake, decisions, clock, metrics);
        return RouteContribution.of(
                "handshake",
                Route.post("/kbs/v0/auth/*", Workload.CPU, routes::auth),
                // Waits for the insert that consumes the challenge, for the record of the decision,
                // and
                // perhaps for collateral.
                Route.post("/kbs/v0/attest/*", Workload.BLOCKING, routes::attest));
    }

    private Response auth(Request request) {
        Handshake.AuthResult result = handshake.auth(request.body());
        metrics.auth(result instanceof Handshake.AuthResult.Challenged);
        return switch (result) {
            case Handshake.AuthResult.Challenged challenged -> {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.put("nonce", challenged.challenge().nonce());
                body.set("extra-params", challenged.extraParams());
                yield Response.json(200, body)
                        .withHeader(
                                "Set-Cookie",
                                cookie(challenged.cookie(), challenged.challenge().expires()));
            }
            case Handshake.AuthResult.Refused(String code, String message, boolean isRetryable) -> {
                String decision = decisions.count(code);
                LOG.atInfo()
                        .addKeyValue("request", request.id())
                        .addKeyValue("decision", decision)
                        .addKeyValue("code", code)
                        .log("handshake refused: {}", message);
                yield error(
                                code,
                                "Attestation error: RCAR handshake Auth failed: " + message,
                                isRetryable)
                        .decided(request.id(), decision);
            }
        };
    }

    private Response attest(Request request) {
        var cookie = request.headers().cookie(COOKIE);
        return switch (handshake.attest(cookie, request.body(), request.id(), request.client())) {
            case Handshake.AttestResult.Attested attested when attested.repeated() ->
                    repeated(request, cookie.orElseThrow(), attested);
            case Handshake.AttestResult.Attested attested ->
                    attested(
                            request,
                            cookie.orElseThrow(),
                            attested,
                            attested.decision().orElse("unknown"));
            case Handshake.AttestResult.Refused refused -> refused(request, refused);
        };
    }

    /// The token leaves once more, so that is on record once more.
    private Response repeated(
            Request request, String cookie, Handshake.AttestResult.Attested attested) {
        Evaluation.Asker asker = attested.asker();
        if (!decisions.isWithinBounds(asker.session())) {
            return refused(
                    request,
                    new Handshake.AttestResult.Refused(
                            "challenge-busy",
                            "The outcome has been asked for too often; try again",
                            true,
                            Optional.empty(),
                            Optional.of(decisions.count("challenge-busy"))));
        }
        Facts facts =
                Facts.of(
                                "attestation.repeat",
                                Facts.holderOf(asker.teeKey()),
                                "tee/" + attested.tee())
                        .with("outcome", "accepted")
                        .with("tee", attested.tee())
                        .with("session", asker.session())
                        .with(request);
        return switch (decisions.grant(facts)) {
            case Decisions.Recorded.On(String id) -> attested(request, cookie, attested, id);
            case Decisions.Recorded.Off(Unrecorded why) ->
                    why.response(request, KbsError.Type.ATTESTATION_ERROR);
        };
    }

    private Response attested(
            Request request,
            String cookie,
            Handshake.AttestResult.Attested attested,
            String decision) {
        metrics.attested(attested.tee(), attested.repeated());
        LOG.atInfo()
                .addKeyValue("request", request.id())
                .addKeyValue("decision", decision)
                .addKeyValue("tee", attested.tee())
                .addKeyValue("repeated", attested.repeated())
                .log("attested");
        return Response.json(
                        200, JsonNodeFactory.instance.objectNode().put("token", attested.token()))
                .withHeader("Cache-Control", "no-store")
                .withHeader("Set-Cookie", cookie(cookie, attested.expires()));
    }

    private Response refused(Request request, Handshake.AttestResult.Refused refused) {
        metrics.notAttested(refused.tee());
        if (Unrecorded.isCode(refused.code())) {
            return new Unrecorded(refused.code())
                    .response(request, KbsError.Type.ATTESTATION_ERROR);
        }
        // What the evaluation refused is on record already.
        String decision =
                refused.decision()
                        .orElseGet(() ->
                                decisions.denyStranger(
                                        Facts.of("attestation.refuse", Facts.STRANGER, "attest")
                                                .with("outcome", "refused")
                                                .with("code", refused.code())
                                                .with("reason", refused.message())
                                                .with(request)));
        LOG.atWarn()
                .addKeyValue("request", request.id())
                .addKeyValue("decision", decision)
                .addKeyValue("code", refused.code())
                .log("attestation refused: {}", refused.message());
        return error(
                        refused.code(),
                        // The cause goes to the log: this side of the line is not trusted.
                        "Attestation error: RCAR handshake Attest failed",
                        refused.retryable())
                .decided(request.id(), decision);
    }

    private static KbsError error(String code, String detail, boolean retryable) {
        return new KbsError(KbsError.Type.ATTESTATION_ERROR, code, detail, retryable);
    }

    /// `Max-Age` takes precedence where it is known, and spares guests whose clock is wrong.
    /// Without `Secure`: a client behind a TLS-terminating proxy would not send it back.
    private String cookie(String value, Instant expires) {
        long seconds = Math.max(0, Duration.between(clock.instant(), expires).toSeconds());
        return "%s=%s; Path=/kbs/v0; Expires=%s; Max-Age=%d; HttpOnly; SameSite=Strict"
                .formatted(COOKIE, value, HTTP_DATE.format(expires), seconds);
    }
}
