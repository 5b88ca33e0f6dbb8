package dev.fiducia.attestation.cca;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Results of a Veraison service, played by a real server, and all the ways in which they must not
/// be believed.
class VeraisonResultTest {

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
    @ValueSource(strings = {"none", "HS256", "ES384", "ES512", "RS256", "EdDSA", "es256"})
    void refusesResultsUnderOtherAlgorithms(String algorithm) throws Exception {
        server.algorithm = algorithm;
        assertThat(pair.verify()).isRefusedAs("token-algorithm");
    }

    @Test
    void refusesResultsUnderAnotherKey() throws Exception {
        server.signer = CRYPTO.generateEc(EcCurve.P256);
        assertThat(pair.verify()).isRefusedAs("token-signature");
    }

    /// Whoever can answer for the service can name a key of theirs.
    @Test
    void believesNoKeyButThePinnedOne() throws Exception {
        KeyPair theirs = CRYPTO.generateEc(EcCurve.P256);
        server.signer = theirs;
        server.named = theirs;
        assertThat(pair.verify(pair.pinned())).isRefusedAs("token-signature");
        assertThat(pair.verify()).as("not pinned").isInstanceOf(VerificationResult.Verified.class);
        server.signer = server.keys;
        assertThat(pair.verify(pair.pinned())).isInstanceOf(VerificationResult.Verified.class);
        server.discovery = document -> without(document, "ear-verification-key");
        assertThat(pair.verify(pair.pinned())).isInstanceOf(VerificationResult.Verified.class);
        assertThat(pair.verify(pair.verifier())).isRefusedAs("veraison-answer-malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-384\",\"alg\":\"ES384\"}",
                "{\"kty\":\"RSA\",\"alg\":\"RS256\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{}",
                "[]",
                "null"
            })
    void believesNoOtherKindOfKey(String jwk) throws Exception {
        server.discovery =
                document -> {
                    document.set("ear-verification-key", json(jwk));
                    return document;
                };
        assertThat(pair.verify()).isRefusedAs("veraison-answer-malformed");
        Path file = Files.writeString(folder.resolve("other.jwk"), jwk);
        assertThatThrownBy(() -> pair.verifier(Optional.of(file), VeraisonPair.LONG, false))
                .isInstanceOf(VerifierSetupException.class)
                .hasMessageContaining("other.jwk");
    }

    @Test
    void believesNoPrivateKey() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("private.jwk"),
                        VeraisonServer.jwk(server.keys).put("d", "AA").toString());
        assertThatThrownBy(() -> pair.verifier(Optional.of(file), VeraisonPair.LONG, false))
                .isInstanceOf(VerifierSetupException.class);
    }

    @Test
    void refusesResultsForAnotherChallenge() throws Exception {
        for (String nonce :
                List.of(
                        base64(new byte[64]),
                        base64(VeraisonPair.NONCE),
                        "",
                        "!",
                        base64(new byte[65]))) {
            server.claims = ear -> ear.put("eat_nonce", nonce);
            assertThat(pair.verify()).isInstanceOf(VerificationResult.Refused.class);
        }
        server.claims = ear -> ear.put("eat_nonce", base64(new byte[64]));
        assertThat(pair.verify()).isRefusedAs("report-data-mismatch");
        server.claims = ear -> without(ear, "eat_nonce");
        assertThat(pair.verify()).isRefusedAs("veraison-result-malformed");
        server.claims =
                ear -> {
                    ear.putArray("eat_nonce").add(ear.path("eat_nonce").asText());
                    return ear;
                };
        assertThat(pair.verify()).isRefusedAs("veraison-result-malformed");
    }

    @Test
    void refusesResultsOutOfTime() throws Exception {
        CcaVerifier verifier = pair.verifier();
        server.claims = ear -> ear.put("exp", NOW.minusSeconds(100).getEpochSecond());
        assertThat(pair.verify(verifier)).isRefusedAs("token-expired");
        server.claims = ear -> ear.put("nbf", NOW.getEpochSecond());
        assertThat(pair.verify(verifier)).isRefusedAs("token-expiry");
        server.claims = ear -> ear.put("exp", NOW.plusSeconds(100).getEpochSecond());
        assertThat(pair.verify(verifier)).isInstanceOf(VerificationResult.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CCA_REALM", "CCA_SSD_PLATFORM"})
    void refusesWhatIsNotAffirmed(String part) throws Exception {
        server.claims = ear -> change(ear, part, submod -> submods(ear).remove(part));
        assertThat(pair.verify()).isRefusedAs("veraison-result-malformed");
        for (String status : List.of("none", "warning", "contraindicated")) {
            server.claims = ear -> change(ear, part, submod -> submod.put("ear.status", status));
            assertThat(pair.verify()).isInstanceOf(VerificationResult.Refused.class);
        }
        server.claims =
                ear ->
                        change(
                                ear,
                                part,
                                submod -> {
                                    submod.put("ear.status", "contraindicated");
                                    vector(submod).put("hardware", 97);
                                });
        assertThat(pair.verify()).isRefusedAs("cca-not-affirmed");
        for (String member :
                List.of(
                        "ear.status",
                        "ear.trustworthiness-vector",
                        "ear.veraison.annotated-evidence")) {
            server.claims = ear -> change(ear, part, submod -> submod.remove(member));
            assertThat(pair.verify()).isRefusedAs("veraison-result-malformed");
            server.claims = ear -> change(ear, part, submod -> submod.put(member, 2));
            assertThat(pair.verify()).isRefusedAs("veraison-result-malformed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "executables, 33, veraison-result-malformed", // and says that it is affirmed
        "executables, 96, veraison-result-malformed",
        "hardware, -128, veraison-result-malformed",
        "hardware, 128, veraison-result-malformed",
        "hardware, 258, veraison-result-malformed",
        "software, 2, veraison-result-malformed",
        "instance-identity, 0, cca-not-affirmed"
    })
    void refusesVectorsThatDoNotAffirm(String entry, int value, String code) throws Exception {
        for (String part : List.of("CCA_REALM", "CCA_SSD_PLATFORM")) {
            server.claims = ear -> change(ear, part, submod -> vector(submod).put(entry, value));
            assertThat(pair.verify()).isRefusedAs(code);
        }
    }

    @Test
    void refusesAnyOtherPartThatIsNotAffirmed() throws Exception {
        server.claims =
                ear ->
                        change(
                                ear,
                                "CCA_REALM",
                                realm -> {
                                    ObjectNode other = realm.deepCopy();
                                    other.put("ear.status", "warning");
                                    submods(ear).set("OTHER", other);
                                });
        assertThat(pair.verify()).isRefusedAs("cca-not-affirmed");
    }

    /// As services say of a realm whose image nobody registered with them.
    @Test
    void admitsRealmsThatTheServiceDoesNotKnowOnlyWhereThatIsAllowed() throws Exception {
        CcaVerifier open = pair.verifier(Optional.empty(), VeraisonPair.LONG, true);
        server.claims = ear -> change(ear, "CCA_REALM", realm -> unknown(realm, 33));
        assertThat(pair.verify()).isRefusedAs("cca-not-affirmed");
        assertThat(pair.verify(open)).isInstanceOf(VerificationResult.Verified.class);
        server.claims = ear -> change(ear, "CCA_REALM", realm -> unknown(realm, 32));
        assertThat(pair.verify(open)).as("known to be unsafe").isRefusedAs("cca-not-affirmed");
        server.claims =
                ear ->
                        change(
                                ear,
                                "CCA_REALM",
                                realm -> {
                                    unknown(realm, 33);
                                    vector(realm).put("hardware", 32);
                                });
        assertThat(pair.verify(open)).isRefusedAs("cca-not-affirmed");
        server.claims =
                ear ->
                        change(
                                ear,
                                "CCA_REALM",
                                realm -> {
                                    unknown(realm, 33);
                                    vector(realm).put("instance-identity", 0);
                                });
        assertThat(pair.verify(open)).isRefusedAs("cca-not-affirmed");
        server.claims = ear -> change(ear, "CCA_SSD_PLATFORM", other -> unknown(other, 33));
        assertThat(pair.verify(open)).isRefusedAs("cca-not-affirmed");
    }

    @ParameterizedTest
    @CsvSource({
        "CCA_REALM, cca-realm-challenge",
        "CCA_REALM, cca-realm-personalization-value",
        "CCA_REALM, cca-realm-initial-measurement",
        "CCA_REALM, cca-realm-extensible-measurements",
        "CCA_REALM, cca-realm-hash-algo-id",
        "CCA_SSD_PLATFORM, cca-platform-instance-id",
        "CCA_SSD_PLATFORM, cca-platform-implementation-id",
        "CCA_SSD_PLATFORM, cca-platform-config",
        "CCA_SSD_PLATFORM, cca-platform-lifecycle",
        "CCA_SSD_PLATFORM, cca-platform-sw-components"
    })
    void refusesResultsAboutOtherClaims(String part, String claim) throws Exception {
        server.claims = ear -> change(ear, part, submod -> echoed(submod).remove(claim));
        assertThat(pair.verify()).isRefusedAs("cca-claims-differ");
        for (String other : List.of("1", "\"AAAA\"", "[]", "{}", "null", "[\"AAAA\"]")) {
            server.claims =
                    ear -> change(ear, part, submod -> echoed(submod).set(claim, json(other)));
            assertThat(pair.verify()).isRefusedAs("cca-claims-differ");
        }
    }

    @Test
    void refusesResultsAboutOtherOptionalClaimsAndFirmware() throws Exception {
        server.claims =
                ear ->
                        change(
                                ear,
                                "CCA_REALM",
                                realm -> echoed(realm).put("cca-realm-public-key", "AAAA"));
        assertThat(pair.verify()).isRefusedAs("cca-claims-differ");
        server.claims =
                ear ->
                        change(
                                ear,
                                "CCA_SSD_PLATFORM",
                                platform ->
                                        ((ObjectNode)
                                                        echoed(platform)
                                                                .path("cca-platform-sw-components")
                                                                .path(1))
                                                .remove("signer-id"));
        assertThat(pair.verify()).isRefusedAs("cca-claims-differ");
        server.claims =
                ear ->
                        change(
                                ear,
                                "CCA_SSD_PLATFORM",
                                platform ->
                                        ((ArrayNode)
                                                        echoed(platform)
                                                                .path("cca-platform-sw-components"))
                                                .remove(1));
        assertThat(pair.verify()).isRefusedAs("cca-claims-differ");
    }

    private static ObjectNode change(ObjectNode ear, String part, Consumer<ObjectNode> change) {
        change.accept((ObjectNode) submods(ear).path(part));
        return ear;
    }

    private static ObjectNode submods(ObjectNode ear) {
        return (ObjectNode) ear.path("submods");
    }

    private static ObjectNode vector(ObjectNode submod) {
        return (ObjectNode) submod.path("ear.trustworthiness-vector");
    }

    private static ObjectNode echoed(ObjectNode submod) {
        return (ObjectNode) submod.path("ear.veraison.annotated-evidence");
    }

    private static void unknown(ObjectNode submod, int executables) {
        submod.put("ear.status", "warning");
        vector(submod).put("executables", executables);
    }

    private static ObjectNode without(ObjectNode object, String member) {
        object.remove(member);
        return object;
    }

    private static JsonNode json(String text) {
        return switch (StrictJson.read(text.getBytes(StandardCharsets.UTF_8))) {
            case StrictJson.Result.Read(JsonNode document) -> document;
            case StrictJson.Result.Unreadable(var refusal) ->
                    throw new AssertionError(refusal.describe());
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
