package dev.fiducia.kbs.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.session.InMemorySessions;
import dev.fiducia.kbs.handshake.Handshake.AttestResult;
import dev.fiducia.kbs.handshake.Handshake.AuthResult;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

class HandshakeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;
    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private AuthResult auth(ObjectNode message) {
        return fixture.handshake.auth(Fixture.bytes(message));
    }

    private AttestResult attest(String cookie, ObjectNode message) {
        return fixture.handshake.attest(
                Optional.of(cookie), Fixture.bytes(message), "r", Optional.empty());
    }

    private static AttestResult attest(Handshake replica, String cookie, ObjectNode message) {
        return replica.attest(Optional.of(cookie), Fixture.bytes(message), "r", Optional.empty());
    }

    private static void assertRefused(AttestResult result, String code) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        AttestResult.Refused.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1.0",
                "0.4.1",
                "0.3.9",
                "1.0.0",
                "0.4.0-rc1",
                "0.4.0-rc1+b",
                "0.4",
                "v0.4.0",
                "=0.4.0",
                "",
                "00.4.0",
                "0.4.0+",
                "0.4.0 "
            })
    void refusesOtherVersionsInTheWordsThatClientsLookFor(String version) {
        assertThat(auth(Fixture.authMessage("snp").put("version", version)))
                .isEqualTo(
                        new AuthResult.Refused(
                                "version-mismatch",
                                "KBS Client Protocol Version Mismatch: expect =0.4.0 while the request is "
                                        + version,
                                false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.4.0", "0.4.0+build.1"})
    void acceptsTheVersionWithAnyBuildMetadata(String version) {
        assertThat(auth(Fixture.authMessage("snp").put("version", version)))
                .isInstanceOf(AuthResult.Challenged.class);
    }

    @Test
    void refusesAChallengeOfAnotherLifetime() {
        ChallengeKeys keys = new RingChallengeKeys(fixture.ring);
        String cookie =
                new ChallengeCookie(keys, Duration.ofHours(1), fixture.clock, Fixture.CRYPTO)
                        .mint("sample")
                        .cookie();
        assertThat(
                        new ChallengeCookie(keys, Fixture.LIFETIME, fixture.clock, Fixture.CRYPTO)
                                .read(cookie))
                .isInstanceOf(ChallengeCookie.Reading.Forged.class);
    }

    @Test
    void tellsNoCredentialInItsText() {
        AuthResult.Challenged challenged = fixture.challenge();
        assertThat(challenged.toString()).doesNotContain(challenged.cookie());
    }

    @Test
    void aHugeVersionIsNotEchoed() {
        assertThat(auth(Fixture.authMessage("snp").put("version", "9".repeat(100_000))))
                .isInstanceOfSatisfying(
                        AuthResult.Refused.class,
                        r -> assertThat(r.message()).hasSizeLessThan(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "\"x\"",
                "1",
                "{}",
                "{} {}",
                "\u00ff",
                "{\"version\":\"0.4.0\",\"tee\":\"snp\"}",
                "{\"version\":\"0.4.0\",\"extra-params\":\"\"}",
                "{\"tee\":\"snp\",\"extra-params\":\"\"}",
                "{\"version\":4,\"tee\":\"snp\",\"extra-params\":\"\"}",
                "{\"version\":\"0.4.0\",\"tee\":[\"snp\"],\"extra-params\":\"\"}",
                "{\"version\":\"0.4.0\",\"tee\":\"snp\",\"tee\":\"tdx\",\"extra-params\":\"\"}"
            })
    void refusesMalformedAuthMessages(String body) {
        assertThat(fixture.handshake.auth(body.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOfSatisfying(
                        AuthResult.Refused.class,
                        r -> assertThat(r.code()).isEqualTo("message-malformed"));
    }

    @Test
    void refusesDeepNesting() {
        String deep = "[".repeat(100_000);
        String body = "{\"version\":\"0.4.0\",\"tee\":\"snp\",\"extra-params\":" + deep;

        assertThat(fixture.handshake.auth(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(AuthResult.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "SNP", "", "snp "})
    void refusesUnknownTees(String tee) {
        assertThat(auth(Fixture.authMessage(tee)))
                .isInstanceOfSatisfying(
                        AuthResult.Refused.class,
                        r -> assertThat(r.code()).isEqualTo("tee-unknown"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "{}",
                "[]",
                "1",
                "{\"supported-hash-algorithms\":[\"sha256\"]}"
            })
    void takesAnyExtraParams(String extraParams) throws Exception {
        ObjectNode message = Fixture.authMessage("snp");
        message.set("extra-params", JSON.readTree(extraParams));

        assertThat(auth(message))
                .isInstanceOfSatisfying(
                        AuthResult.Challenged.class,
                        c -> assertThat(c.extraParams().textValue()).isEmpty());
    }

    @Test
    void secureExecutionNegotiatesSha512() throws Exception {
        ObjectNode message = Fixture.authMessage("se");

        message.set(
                "extra-params",
                JSON.readTree("{\"supported-hash-algorithms\":[\"sha256\",\"sha512\"]}"));
        assertThat(((AuthResult.Challenged) auth(message)).extraParams())
                .isEqualTo(JSON.readTree("{\"selected-hash-algorithm\":\"sha512\"}"));
        message.set("extra-params", JSON.readTree("{\"supported-hash-algorithms\":[\"sha256\"]}"));
        assertThat(auth(message)).isInstanceOf(AuthResult.Refused.class);
        message.set("extra-params", JSON.readTree("{\"supported-hash-algorithms\":\"sha512\"}"));
        assertThat(auth(message)).isInstanceOf(AuthResult.Refused.class);
    }

    @Test
    void aNonceIs32FreshBytes() {
        String nonce = fixture.challenge().challenge().nonce();

        assertThat(nonce).hasSize(44);
        assertThat(Base64.getDecoder().decode(nonce)).hasSize(32);
        assertThat(fixture.challenge().challenge().nonce()).isNotEqualTo(nonce);
    }

    /// What a verifier asks in its own words is the nonce, on whichever replica it comes back.
    @Test
    void anotherReplicaKnowsALongNonceByItsCookie() {
        String request = "{\"request_blob\":\"" + "A".repeat(3000) + "\"}";
        fixture.asked.set(new SupplementalChallenge.Text(request));
        AuthResult.Challenged one = fixture.challenge();
        assertThat(one.challenge().nonce()).isEqualTo(request);
        assertThat(one.cookie()).hasSizeLessThan(400);
        fixture.asked.set(new SupplementalChallenge.Text(request + " "));
        AuthResult.Challenged two = fixture.challenge();
        Handshake replica = fixture.replica(fixture.sessions);
        ObjectNode key = Fixture.teeKey();
        for (String other :
                List.of(
                        two.challenge().nonce(),
                        request.substring(1),
                        "",
                        HexFormat.of()
                                .formatHex(
                                        Fixture.CRYPTO.digest(
                                                HashAlgorithm.SHA256,
                                                request.getBytes(StandardCharsets.UTF_8))))) {
            assertRefused(
                    attest(replica, one.cookie(), Fixture.attestMessage(other, key)),
                    "nonce-mismatch");
        }
        assertThat(fixture.evaluations).hasValue(0);
        ObjectNode message = Fixture.attestMessage(request, key);
        assertThat(attest(replica, one.cookie(), message))
                .isInstanceOf(AttestResult.Attested.class);
        assertRefused(
                attest(one.cookie(), Fixture.attestMessage(request, Fixture.teeKey())),
                "challenge-used");
        assertThat(fixture.evaluations).hasValue(1);
    }

    @Test
    void theFormOfANonceIsPartOfWhatTheCookieProves() {
        fixture.asked.set(new SupplementalChallenge.Text("asked"));
        AuthResult.Challenged challenged = fixture.challenge();
        byte[] cookie = Base64.getUrlDecoder().decode(challenged.cookie());
        for (int format = 0; format < 256; format++) {
            if (format != cookie[0]) {
                byte[] altered = cookie.clone();
                altered[0] = (byte) format;
                assertRefused(
                        attest(
                                Base64.getUrlEncoder().withoutPadding().encodeToString(altered),
                                Fixture.attestMessage("asked", Fixture.teeKey())),
                        "challenge-unknown");
            }
        }
    }

    @Test
    void whoComesWithTooManyOthersMayComeAgain() {
        fixture.asked.set(new SupplementalChallenge.Busy());
        assertThat(auth(Fixture.authMessage("se")))
                .isInstanceOfSatisfying(
                        AuthResult.Refused.class,
                        r -> {
                            assertThat(r.code()).isEqualTo("overloaded");
                            assertThat(r.retryable()).isTrue();
                        });
    }

    @Test
    void whoCantBeAskedGetsNoChallenge() {
        fixture.asked.set(new SupplementalChallenge.Refused(Refusal.of("se-setup-broken", "no")));
        assertThat(auth(Fixture.authMessage("se")))
                .isInstanceOfSatisfying(
                        AuthResult.Refused.class,
                        r -> assertThat(r.code()).isEqualTo("se-setup-broken"));
    }

    @Test
    void refusesAnyFlippedCharacterOfTheCookie() {
        AuthResult.Challenged challenged = fixture.challenge();
        ObjectNode message =
                Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey());
        for (int i = 0; i < challenged.cookie().length(); i++) {
            StringBuilder altered = new StringBuilder(challenged.cookie());
            altered.setCharAt(i, altered.charAt(i) == 'A' ? 'B' : 'A');

            assertRefused(attest(altered.toString(), message), "challenge-unknown");
        }
        assertThat(fixture.evaluations).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "=", "not base64!", "0123456789abcdef0123456789abcdef", "AQ"})
    void refusesForeignCookies(String cookie) {
        assertRefused(
                attest(cookie, Fixture.attestMessage("n", Fixture.teeKey())), "challenge-unknown");
    }

    @Test
    void refusesAnEndlessCookie() {
        assertRefused(
                attest("A".repeat(100_000), Fixture.attestMessage("n", Fixture.teeKey())),
                "challenge-unknown");
    }

    @Test
    void refusesAMissingCookie() {
        assertRefused(
                fixture.handshake.attest(
                        Optional.empty(),
                        Fixture.bytes(Fixture.attestMessage("n", Fixture.teeKey())),
                        "r",
                        Optional.empty()),
                "cookie-missing");
    }

    @Test
    void refusesAChallengeOfAReplicaWhoseClockIsAhead() {
        Duration ahead = Fixture.LIFETIME.plusSeconds(1);
        fixture.now.updateAndGet(now -> now.plus(ahead));
        AuthResult.Challenged challenged = fixture.challenge();
        fixture.now.updateAndGet(now -> now.minus(ahead));

        assertRefused(
                attest(
                        challenged.cookie(),
                        Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey())),
                "challenge-early");
        assertThat(fixture.evaluations).hasValue(0);
    }

    @Test
    void refusesAnExpiredChallenge() {
        AuthResult.Challenged challenged = fixture.challenge();
        fixture.now.updateAndGet(now -> now.plus(Fixture.LIFETIME));

        assertRefused(
                attest(
                        challenged.cookie(),
                        Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey())),
                "challenge-expired");
        assertThat(fixture.evaluations).hasValue(0);
    }

    @Test
    void refusesTheNonceOfAnotherChallengeWithoutUsingItUp() {
        AuthResult.Challenged one = fixture.challenge();
        AuthResult.Challenged two = fixture.challenge();

        assertRefused(
                attest(
                        one.cookie(),
                        Fixture.attestMessage(two.challenge().nonce(), Fixture.teeKey())),
                "nonce-mismatch");
        assertThat(
                        attest(
                                one.cookie(),
                                Fixture.attestMessage(one.challenge().nonce(), Fixture.teeKey())))
                .isInstanceOf(AttestResult.Attested.class);
    }

    static Stream<Consumer<ObjectNode>> malformations() {
        return Stream.of(
                m -> m.remove("runtime-data"),
                m -> m.remove("tee-evidence"),
                m -> m.put("runtime-data", "x"),
                m -> m.put("tee-evidence", 1),
                m -> runtime(m).remove("nonce"),
                m -> runtime(m).put("nonce", 1),
                m -> runtime(m).remove("tee-pubkey"),
                m -> runtime(m).put("tee-pubkey", "key"),
                m -> ((ObjectNode) runtime(m).get("tee-pubkey")).put("kty", "oct"),
                m -> ((ObjectNode) runtime(m).get("tee-pubkey")).put("x", "AQ"),
                m -> evidence(m).remove("primary_evidence"),
                m -> evidence(m).remove("additional_evidence"),
                m -> evidence(m).putObject("additional_evidence"),
                m -> evidence(m).put("additional_evidence", "{"),
                m -> evidence(m).put("additional_evidence", "[]"),
                m -> evidence(m).put("additional_evidence", "{\"unknown\":{}}"),
                m -> m.put("init-data", "version = 1"),
                m -> m.putObject("init-data").put("format", "json").put("body", "{}"),
                m -> m.putObject("init-data").put("format", "toml"),
                m -> m.putObject("init-data").put("format", "toml").put("body", 1));
    }

    private static ObjectNode runtime(ObjectNode message) {
        return (ObjectNode) message.get("runtime-data");
    }

    private static ObjectNode evidence(ObjectNode message) {
        return (ObjectNode) message.get("tee-evidence");
    }

    @ParameterizedTest
    @MethodSource("malformations")
    void aMalformedMessageIsRefusedAndMayBeCorrected(Consumer<ObjectNode> malformation) {
        AuthResult.Challenged challenged = fixture.challenge();
        ObjectNode message =
                Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey());
        ObjectNode malformed = message.deepCopy();
        malformation.accept(malformed);

        assertRefused(attest(challenged.cookie(), malformed), "message-malformed");
        assertThat(fixture.evaluations).hasValue(0);
        assertThat(attest(challenged.cookie(), message)).isInstanceOf(AttestResult.Attested.class);
    }

    @Test
    void aRepetitionWithTheSameKeyGetsTheSameToken() {
        AuthResult.Challenged challenged = fixture.challenge();
        ObjectNode message =
                Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey());
        AttestResult first = attest(challenged.cookie(), message);
        fixture.verdict.set(new Verdict.Attested("another"));

        assertThat(first)
                .isInstanceOfSatisfying(
                        AttestResult.Attested.class, a -> assertThat(a.repeated()).isFalse());
        assertThat(attest(challenged.cookie(), message))
                .isInstanceOfSatisfying(
                        AttestResult.Attested.class,
                        a -> {
                            assertThat(a.token()).isEqualTo("a.b.c");
                            assertThat(a.repeated()).isTrue();
                        });
        assertThat(fixture.evaluations).hasValue(1);
    }

    @Test
    void aRepetitionWithAnotherKeyIsRefused() {
        AuthResult.Challenged challenged = fixture.challenge();
        String nonce = challenged.challenge().nonce();
        attest(challenged.cookie(), Fixture.attestMessage(nonce, Fixture.teeKey()));

        assertRefused(
                attest(challenged.cookie(), Fixture.attestMessage(nonce, Fixture.teeKey())),
                "challenge-used");
        assertThat(fixture.evaluations).hasValue(1);
    }

    @Test
    void aFailureUsesTheChallengeUpAndIsRepeatedAsItWas() {
        AuthResult.Challenged challenged = fixture.challenge();
        ObjectNode message =
                Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey());
        fixture.verdict.set(new Verdict.Refused("snp-signature-invalid", "no"));

        assertRefused(attest(challenged.cookie(), message), "snp-signature-invalid");
        fixture.verdict.set(new Verdict.Attested("a.b.c"));
        assertRefused(attest(challenged.cookie(), message), "snp-signature-invalid");
        assertRefused(
                fixture.replica(new InMemorySessions(1, 1000, fixture.clock))
                        .attest(
                                Optional.of(challenged.cookie()),
                                Fixture.bytes(message),
                                "r",
                                Optional.empty()),
                "snp-signature-invalid");
        assertThat(fixture.evaluations).hasValue(1);
    }

    @Test
    void aBugInTheEvaluationIsARefusalAndUsesTheChallengeUp() {
        AuthResult.Challenged challenged = fixture.challenge();
        ObjectNode message =
                Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey());
        fixture.bug.set(true);

        assertRefused(attest(challenged.cookie(), message), "internal-error");
        fixture.bug.set(false);
        assertRefused(attest(challenged.cookie(), message), "internal-error");
    }

    @Test
    void anotherReplicaNeverEvaluatesAgain() {
        AuthResult.Challenged challenged = fixture.challenge();
        ObjectNode message =
                Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey());
        attest(challenged.cookie(), message);
        Handshake without = fixture.replica(new InMemorySessions(1, 1000, fixture.clock));
        Handshake sharing = fixture.replica(fixture.sessions);

        assertRefused(
                without.attest(
                        Optional.of(challenged.cookie()),
                        Fixture.bytes(message),
                        "r",
                        Optional.empty()),
                "challenge-used");
        assertThat(
                        sharing.attest(
                                Optional.of(challenged.cookie()),
                                Fixture.bytes(message),
                                "r",
                                Optional.empty()))
                .isInstanceOf(AttestResult.Attested.class);
        assertThat(fixture.evaluations).hasValue(1);
    }

    @Test
    void aChallengeSurvivesTheRotationOfTheKeyRing() {
        AuthResult.Challenged challenged = fixture.challenge();
        fixture.ring.rotate();

        assertThat(
                        attest(
                                challenged.cookie(),
                                Fixture.attestMessage(
                                        challenged.challenge().nonce(), Fixture.teeKey())))
                .isInstanceOf(AttestResult.Attested.class);
        assertThat(fixture.challenge().cookie().substring(0, 12))
                .isNotEqualTo(challenged.cookie().substring(0, 12));
    }

    @Test
    void theCookieNamesTheTokenWhileTheSessionLasts() {
        AuthResult.Challenged challenged = fixture.challenge();
        assertThat(fixture.handshake.token(challenged.cookie())).isEmpty();
        attest(
                challenged.cookie(),
                Fixture.attestMessage(challenged.challenge().nonce(), Fixture.teeKey()));

        assertThat(fixture.handshake.token(challenged.cookie())).contains("a.b.c");
        fixture.now.updateAndGet(now -> now.plus(Fixture.LIFETIME));
        assertThat(fixture.handshake.token(challenged.cookie())).isEmpty();
    }

    @Test
    void evidenceIsBoundToTheKeyAsTheProtocolKnowsIt() throws Exception {
        ObjectNode key = Fixture.teeKey();
        ObjectNode message = Fixture.attestMessage("n", key.deepCopy().put("kid", "x"));
        ((ObjectNode) message.get("tee-evidence"))
                .put("additional_evidence", "{ \"sampledevice\" : {\"svn\":\"2\"} }");
        message.putObject("init-data").put("format", "toml").put("body", "version = \"0.1.0\"");

        Evaluation.Submission submission =
                AttestMessage.parse(Fixture.bytes(message))
                        .submission(
                                dev.fiducia.attestation.Tee.SNP,
                                new Evaluation.Asker("s", "k", "r", Optional.empty()));

        JsonNode runtime = submission.runtimeData();
        assertThat(runtime.get("tee-pubkey")).isEqualTo(key);
        assertThat(runtime.get("additional-evidence").textValue())
                .isEqualTo("{ \"sampledevice\" : {\"svn\":\"2\"} }");
        assertThat(submission.additional()).hasSize(1);
        assertThat(submission.initdataToml()).contains("version = \"0.1.0\"");
    }
}
