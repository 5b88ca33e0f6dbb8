package dev.fiducia.attestation.veraison;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.HttpAnswer;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// One challenge-response session at the service, for a challenge that was chosen here. Closing it
/// has the service forget it.
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String SESSION =
            "application/vnd.veraison.challenge-response-session+json";

    /// A session repeats the evidence and holds the result.
    private static final int MAX_BYTES = 2 << 20;

    private static final int MAX_TYPES = 1024;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final BoundedHttp http;
    private final URI address;
    private final List<JsonPlace> accepted;

    private Session(BoundedHttp http, URI address, List<JsonPlace> accepted) {
        this.http = http;
        this.address = address;
        this.accepted = accepted;
    }

    /// A new session; it is the result that has to tell for which challenge.
    static Session open(BoundedHttp http, URI newSession, byte[] challenge)
            throws RefusedException {
        String nonce = Base64.getUrlEncoder().encodeToString(challenge).replace("=", "%3D");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(newSession + "?nonce=" + nonce))
                        .header("Accept", SESSION)
                        .POST(BodyPublishers.noBody());
        HttpAnswer.Ok answer = Answers.ok(http.send(request, Set.of(201), MAX_BYTES));
        URI address = Addresses.resolve(newSession, location(answer));
        JsonPlace session = Answers.document(answer.body(), "session");
        return new Session(http, address, session.member("accept").elementsUpTo(MAX_TYPES));
    }

    /// The signed result about this evidence. Asks for it until it is there, but not for longer
    /// than this.
    ///
    /// @param mediaType of the evidence; services differ in whether they put quotation marks around
    ///   a parameter, and get it as they write it
    String result(byte[] evidence, String mediaType, Duration patience) throws RefusedException {
        long end = System.nanoTime() + patience.toNanos();
        HttpRequest.Builder submission =
                HttpRequest.newBuilder(address)
                        .header("Accept", SESSION)
                        .header("Content-Type", spelled(mediaType))
                        .POST(BodyPublishers.ofByteArray(evidence));
        HttpAnswer answer = http.send(submission, Set.of(200, 202), MAX_BYTES);
        Duration pause = FIRST_PAUSE;
        while (true) {
            JsonPlace session = Answers.document(answer, "session");
            String status = session.member("status").text();
            switch (status) {
                case "complete" -> {
                    return session.member("result").text();
                }
                case "waiting", "processing" -> {
                    if (System.nanoTime() + pause.toNanos() - end > 0) {
                        throw Answers.unavailable("it has no result after " + patience);
                    }
                }
                default ->
                        throw RefusedException.of(
                                "veraison-failed",
                                "The Veraison service could not appraise the evidence");
            }
            sleep(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            answer =
                    http.send(
                            HttpRequest.newBuilder(address).header("Accept", SESSION),
                            Set.of(200, 202),
                            MAX_BYTES);
        }
    }

    /// Whatever comes of it: sessions end by themselves after some minutes.
    @Override
    public void close() {
        HttpAnswer answer =
                http.send(HttpRequest.newBuilder(address).DELETE(), Set.of(200, 204), MAX_BYTES);
        if (!(answer instanceof HttpAnswer.Ok)) {
            LOG.debug("A session at Veraison's is left to end by itself: {}", answer);
        }
    }

    private static JsonPlace location(HttpAnswer.Ok answer) throws RefusedException {
        return new JsonPlace(
                JsonNodeFactory.instance.textNode(
                        answer.header("Location")
                                .orElseThrow(() ->
                                        RefusedException.of(
                                                Answers.MALFORMED,
                                                "The Veraison service names no session"))),
                "Location",
                Answers.MALFORMED);
    }

    private String spelled(String mediaType) {
        String bare = mediaType.replace("\"", "");
        for (JsonPlace type : accepted) {
            String theirs = type.node().asText();
            if (theirs.replace("\"", "").equals(bare)) {
                return theirs;
            }
        }
        return mediaType;
    }

    private static void sleep(Duration pause) throws RefusedException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Answers.unavailable("interrupted");
        }
    }
}
