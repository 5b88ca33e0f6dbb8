package dev.fiducia.attestation.cca;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.cca.VeraisonServer.Fault;
import dev.fiducia.attestation.cca.VeraisonServer.Step;
import dev.fiducia.attestation.collateral.HttpSettings;
import dev.fiducia.attestation.veraison.VeraisonConfig;
import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Exchanges with a Veraison service, played by a real server that fails and misleads.
class VeraisonServiceTest {

    @TempDir private Path folder;
    private VeraisonPair pair;
    private VeraisonServer server;

    @BeforeEach
    void start() throws Exception {
        pair = VeraisonPair.start(folder);
        server = pair.server();
    }

    @AfterEach
    void stop() {
        pair.close();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, mode = EnumSource.Mode.EXCLUDE, names = "DELETE")
    void refusesWhatFails(Step step) throws Exception {
        server.polls = 1;
        for (int status : new int[] {204, 302, 307, 404, 500}) {
            server.fault = Fault.status(step, status);
            assertThat(pair.verify()).as("status %s", status).isRefusedAs("veraison-unavailable");
        }
        int success = step == Step.OPEN ? 201 : 200;
        for (String body : List.of("", "null", "[]", "{}", "{\"status\":1}", "<html>")) {
            server.fault = Fault.body(step, success, body.getBytes(StandardCharsets.UTF_8));
            assertThat(pair.verify()).as(body).isRefusedAs("veraison-answer-malformed");
        }
        server.fault = Fault.body(step, success, new byte[3 << 20]);
        assertThat(pair.verify()).isRefusedAs("veraison-unavailable");
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, mode = EnumSource.Mode.EXCLUDE, names = "DELETE")
    void refusesWhatTakesTooLong(Step step) throws Exception {
        server.polls = 1;
        server.stallAt(step);
        assertThat(pair.verify(pair.verifier(Optional.empty(), Duration.ofMillis(200), false)))
                .isRefusedAs("veraison-unavailable");
    }

    @Test
    void doesNotWaitForAResultForEver() throws Exception {
        server.polls = Integer.MAX_VALUE;
        assertThat(pair.verify(pair.verifier(Optional.empty(), Duration.ofMillis(400), false)))
                .isRefusedAs("veraison-unavailable");
    }

    @Test
    void refusesSessionsThatFailed() throws Exception {
        server.session = document -> document.put("status", "failed");
        assertThat(pair.verify()).isRefusedAs("veraison-failed");
        assertThat(server.steps).as("the session is ended").endsWith(Step.SUBMIT, Step.DELETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:1/challenge-response/v1/newSession",
                "https://localhost/challenge-response/v1/newSession",
                "//127.0.0.2/challenge-response/v1/newSession",
                "http:/challenge-response/v1/newSession",
                "file:///etc/hosts",
                "mailto:a@b",
                "/challenge-response/v1/newSession?nonce=AAAA&",
                "/challenge-response/v1/newSession#x",
                "https://user@127.0.0.1/newSession",
                "/a b",
                "https://[",
                ":"
            })
    void asksNobodyElse(String address) throws Exception {
        server.discovery =
                document -> {
                    ((ObjectNode) document.path("api-endpoints"))
                            .put("newChallengeResponseSession", address);
                    return document;
                };
        assertThat(pair.verify()).isRefusedAs("veraison-answer-malformed");
        assertThat(server.steps).containsExactly(Step.DISCOVER);
        server.discovery = document -> document;
        server.location = address;
        assertThat(pair.verify()).isRefusedAs("veraison-answer-malformed");
        assertThat(server.steps).containsExactly(Step.DISCOVER, Step.DISCOVER, Step.OPEN);
    }

    @Test
    void believesNoServerThatItsAuthoritiesDoNotVouchFor() throws Exception {
        HttpSettings settings = new HttpSettings(VeraisonPair.LONG, VeraisonPair.LONG, List.of());
        CcaVerifier verifier =
                CcaVerifier.remote(
                        new VeraisonConfig(server.address(), Optional.empty(), settings),
                        false,
                        CRYPTO,
                        InstantSource.fixed(NOW));
        assertThat(pair.verify(verifier)).isRefusedAs("veraison-unavailable");
        assertThat(server.steps).isEmpty();
    }

    /// What is wrong here costs the service nothing.
    @Test
    void asksOnlyAboutEvidenceThatHoldsHere() throws Exception {
        ObjectNode evidence =
                VeraisonPair.PLATFORM.realm().challenge(VeraisonPair.NONCE).evidence();
        CcaVerifier verifier = pair.verifier();
        assertThat(verifier.verify(evidence, Expectations.ofReportData(VeraisonPair.INITDATA)))
                .isRefusedAs("report-data-mismatch");
        assertThat(verifier.verify(evidence, Expectations.none()))
                .isRefusedAs("report-data-required");
        assertThat(
                        verifier.verify(
                                evidence,
                                Expectations.ofReportData(VeraisonPair.NONCE)
                                        .withInitDataDigest(VeraisonPair.INITDATA)))
                .isRefusedAs("init-data-mismatch");
        ArrayNode token = (ArrayNode) evidence.path("token");
        int last = token.size() - 1; // of the realm's signature
        token.set(last, JsonNodeFactory.instance.numberNode(token.path(last).intValue() ^ 1));
        assertThat(verifier.verify(evidence, Expectations.ofReportData(VeraisonPair.NONCE)))
                .isRefusedAs("cca-signature-invalid");
        assertThat(server.steps).isEmpty();
    }

    @Test
    void leavesAServiceAloneThatKeepsFailing() throws Exception {
        CcaVerifier verifier = pair.verifier();
        // What happens to one guest's evidence says nothing of the service.
        server.fault = Fault.status(Step.SUBMIT, 500);
        for (int i = 0; i < 6; i++) {
            assertThat(pair.verify(verifier)).isRefusedAs("veraison-unavailable");
        }
        assertThat(server.steps).filteredOn(Step.SUBMIT::equals).hasSize(6);
        server.steps.clear();
        server.fault = Fault.status(Step.OPEN, 500);
        for (int i = 0; i < 6; i++) {
            assertThat(pair.verify(verifier)).isRefusedAs("veraison-unavailable");
        }
        assertThat(server.steps).filteredOn(Step.OPEN::equals).hasSize(4);
    }

    /// Whatever is in the answers: a typed refusal, or the claims of the evidence.
    @Test
    void isNotLedAstrayByDamagedAnswers() throws Exception {
        Random random = new Random(7);
        CcaVerifier verifier = pair.verifier();
        for (int i = 0; i < Integer.getInteger("veraison.mutations", 150); i++) {
            boolean isSigned = i % 2 == 0;
            server.payload = isSigned ? text -> damaged(text, random) : text -> text;
            server.token = isSigned ? text -> text : text -> damaged(text, random);
            VerificationResult result = pair.verify(verifier);
            if (result instanceof VerificationResult.Verified) {
                assertThat(isSigned).as("the signature covers all of a token").isTrue();
                assertThat(assertThat(result).isVerified()).isEqualTo(pair.localClaims());
            }
        }
    }

    @Test
    void givesTheSameClaimsAsLocalVerification() throws Exception {
        CcaVerifier verifier = pair.verifier();
        assertThat(assertThat(pair.verify(verifier)).isVerified()).isEqualTo(pair.localClaims());
        assertThat(server.steps)
                .containsExactly(Step.DISCOVER, Step.OPEN, Step.SUBMIT, Step.DELETE);
        pair.verify(verifier);
        assertThat(server.steps).as("kept").filteredOn(Step.DISCOVER::equals).hasSize(1);
        server.steps.clear();
        server.polls = 2;
        assertThat(pair.verify(verifier)).isInstanceOf(VerificationResult.Verified.class);
        assertThat(server.steps)
                .containsExactly(Step.OPEN, Step.SUBMIT, Step.POLL, Step.POLL, Step.DELETE);
        server.fault = Fault.status(Step.DELETE, 500);
        server.mediaType = VeraisonServer.MEDIA_TYPE.replace("\"", "");
        assertThat(pair.verify(verifier)).isInstanceOf(VerificationResult.Verified.class);
    }

    @Test
    void asksAgainForAKeyThatChanged() throws Exception {
        CcaVerifier verifier = pair.verifier();
        pair.verify(verifier);
        KeyPair next = CRYPTO.generateEc(EcCurve.P256);
        server.signer = next;
        server.named = next;
        assertThat(pair.verify(verifier)).isRefusedAs("token-signature");
        assertThat(pair.verify(verifier)).isInstanceOf(VerificationResult.Verified.class);
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
            case 0 -> damaged.setCharAt(at, (char) (' ' + random.nextInt(95)));
            case 1 -> damaged.setLength(at);
            case 2 -> damaged.insert(at, text, at, Math.min(text.length(), at + 40));
            default -> damaged.delete(at, Math.min(text.length(), at + 1 + random.nextInt(40)));
        }
        return damaged.isEmpty() || damaged.toString().equals(text)
                ? text + "."
                : damaged.toString();
    }
}
