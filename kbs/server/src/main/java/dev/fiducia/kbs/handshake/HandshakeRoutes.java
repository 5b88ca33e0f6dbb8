package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

    private HandshakeRoutes(Handshake handshake, InstantSource clock, KbsMetrics metrics) {
        this.handshake = handshake;
        this.clock = clock;
        this.metrics = metrics;
    }

    public static RouteContribution of(
            Handshake handshake, InstantSource clock, KbsMetrics metrics) {
        HandshakeRoutes routes = new HandshakeRoutes(handshake, clock, metrics);
        return RouteContribution.of(
                "handshake",
                Route.post("/kbs/v0/auth/*", Workload.CPU, routes::auth),
                // Waits for the insert that consumes the challenge, and perhaps for collateral.
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
            case Handshake.AuthResult.Refused(String code, String message) -> {
                LOG.atInfo()
                        .addKeyValue("request", request.id())
                        .addKeyValue("code", code)
                        .log("handshake refused: {}", message);
                yield error(
                                code,
                                "Attestation error: RCAR handshake Auth failed: " + message,
                                false)
                        .response(request.id());
            }
        };
    }

    private Response attest(Request request) {
        var cookie = request.headers().cookie(COOKIE);
        return switch (handshake.attest(cookie, request.body())) {
            case Handshake.AttestResult.Attested attested -> {
                metrics.attested(attested.tee(), attested.repeated());
                LOG.atInfo()
                        .addKeyValue("request", request.id())
                        .addKeyValue("tee", attested.tee())
                        .addKeyValue("repeated", attested.repeated())
                        .log("attested");
                yield Response.json(
                                200,
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("token", attested.token()))
                        .withHeader("Cache-Control", "no-store")
                        .withHeader("Set-Cookie", cookie(cookie.orElseThrow(), attested.expires()));
            }
            case Handshake.AttestResult.Refused(
                            String code,
                            String message,
                            boolean retryable,
                            Optional<String> tee) -> {
                metrics.notAttested(tee);
                LOG.atWarn()
                        .addKeyValue("request", request.id())
                        .addKeyValue("code", code)
                        .log("attestation refused: {}", message);
                yield error(
                                code,
                                // The cause goes to the log: this side of the line is not trusted.
                                "Attestation error: RCAR handshake Attest failed",
                                retryable)
                        .response(request.id());
            }
        };
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
