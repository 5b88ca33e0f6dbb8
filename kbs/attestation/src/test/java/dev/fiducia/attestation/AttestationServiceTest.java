package dev.fiducia.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.AttestationPolicies;
import dev.fiducia.attestation.sample.SampleDeviceVerifier;
import dev.fiducia.attestation.sample.SampleVerifier;
import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.attestation.token.EarIssuer;
import dev.fiducia.attestation.token.TokenProfile;
import dev.fiducia.attestation.token.TokenSigner;
import dev.fiducia.attestation.token.TokenVerdict;
import dev.fiducia.attestation.token.TokenVerifier;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.rvps.ReferenceValues;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class AttestationServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final SimulatedSnp CHIP = SimulatedSnp.milan(NOW, CRYPTO);
    private static final TokenSigner SIGNER = TokenSigner.ephemeral(CRYPTO);
    private static final String INITDATA =
            "version = \"0.1.0\"\nalgorithm = \"sha256\"\n\n[data]\n\"aa.toml\" = '''\n[token_configs]\n'''\n";

    @TempDir private Path dir;
    private final InMemoryStore store = new InMemoryStore();
    private final AttestationPolicies policies = new AttestationPolicies(store, CRYPTO);
    private SnpVerifier snp;

    @BeforeEach
    void trustTheSimulatedRoot() throws Exception {
        Path root = Files.writeString(dir.resolve("roots.pem"), CHIP.rootsPem());
        snp =
                SnpVerifier.create(
                        SnpConfig.offline().withExtraRoots(List.of(root)), CRYPTO, () -> NOW);
    }

    @Test
    void refusesEvidenceForAnotherHandshake() throws Exception {
        ObjectNode other = runtimeData().put("nonce", "b3RoZXI=");
        assertRefused(
                new AttestationRequest(
                        snpEvidence(other, INITDATA),
                        List.of(),
                        runtimeData(),
                        Optional.of(INITDATA)));
    }

    @Test
    void refusesEvidenceBoundToOtherInitdata() throws Exception {
        assertRefused(
                new AttestationRequest(
                        snpEvidence(runtimeData(), INITDATA + "\n"),
                        List.of(),
                        runtimeData(),
                        Optional.of(INITDATA)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "version = \"0.1.0\"\nalgorithm = \"md5\"\n[data]\n"})
    void refusesInitdataThatIsNone(String initdata) throws Exception {
        assertRefused(
                new AttestationRequest(
                        snpEvidence(runtimeData(), INITDATA),
                        List.of(),
                        runtimeData(),
                        Optional.of(initdata)));
    }

    @Test
    void refusesRuntimeDataWithoutCanonicalForm() throws Exception {
        ObjectNode lone = runtimeData().put("nonce", "\ud800");
        assertRefused(
                new AttestationRequest(sample(runtimeData()), List.of(), lone, Optional.empty()));
    }

    @Test
    void refusesTeesWithoutVerifier() throws Exception {
        Evidence tdx = new Evidence(Tee.TDX, JSON.createObjectNode());
        assertThat(
                        refusal(
                                        new AttestationRequest(
                                                tdx, List.of(), runtimeData(), Optional.empty()))
                                .code())
                .isEqualTo("tee-not-supported");
    }

    @Test
    void refusesAllWhenOneDeviceIsRefused() throws Exception {
        // Bound to the primary's runtime data: a device must be bound without the additional
        // evidence.
        Evidence device = new Evidence(Tee.SAMPLE_DEVICE, bound("2", runtimeData()));
        assertRefused(
                new AttestationRequest(
                        sample(runtimeData()), List.of(device), runtimeData(), Optional.empty()));
    }

    @Test
    void refusesWithoutPolicy() throws Exception {
        assertThat(
                        refusal(
                                        new AttestationRequest(
                                                sample(runtimeData()),
                                                List.of(),
                                                runtimeData(),
                                                Optional.empty(),
                                                "mine"))
                                .code())
                .isEqualTo("policy-not-found");
    }

    @Test
    void evidenceWithoutReferenceValuesGetsATokenThatSaysSo() throws Exception {
        AttestationOutcome.Attested attested =
                attested(
                        new AttestationRequest(
                                snpEvidence(runtimeData(), INITDATA),
                                List.of(),
                                runtimeData(),
                                Optional.of(INITDATA)));
        assertThat(attested.claims().at("/submods/cpu0/ear.status").textValue())
                .isEqualTo("contraindicated");
    }

    @Test
    void affirmsKnownSnpGuestsAndSaysWhatIsRegistered() throws Exception {
        String values =
                """
                {"snp_launch_measurement": ["%s"]}
                """
                        .formatted(HexFormat.of().formatHex(measurement()));
        register(values);
        AttestationOutcome.Attested attested =
                attested(
                        new AttestationRequest(
                                snpEvidence(runtimeData(), INITDATA),
                                List.of(),
                                runtimeData(),
                                Optional.of(INITDATA)));
        JsonNode cpu = attested.claims().at("/submods/cpu0");
        assertThat(cpu.at("/ear.trustworthiness-vector/executables").intValue()).isEqualTo(3);
        assertThat(cpu.at("/ear.veraison.annotated-evidence/initdata"))
                .isEqualTo(
                        JSON.readTree(
                                "{\"registered\":true,\"state\":\"active\",\"name\":\"web\",\"digest\":\"d\"}"));
        assertThat(cpu.at("/ear.veraison.annotated-evidence/init_data_claims/aa.toml").isObject())
                .isTrue();
    }

    @Test
    void neverTakesTheSampleAttestersWordForARegisteredDocument() throws Exception {
        AttestationService believing =
                service(TokenProfile.standard(), (_, _) -> Optional.of(registered()));
        AttestationOutcome outcome =
                believing.attest(
                        new AttestationRequest(
                                sample(runtimeData()),
                                List.of(),
                                runtimeData(),
                                Optional.of(INITDATA)));
        JsonNode claims = ((AttestationOutcome.Attested) outcome).claims();
        assertThat(claims.at("/submods/cpu0/ear.veraison.annotated-evidence/initdata"))
                .isEqualTo(JSON.readTree("{\"registered\":false,\"state\":\"unproven\"}"));
    }

    @Test
    void saysWhatIsUnregisteredAndWhatIsUnbound() throws Exception {
        String other = INITDATA + "# another\n";
        JsonNode unknown =
                attested(
                                new AttestationRequest(
                                        snpEvidence(runtimeData(), other),
                                        List.of(),
                                        runtimeData(),
                                        Optional.of(other)))
                        .claims();
        assertThat(unknown.at("/submods/cpu0/ear.veraison.annotated-evidence/initdata"))
                .isEqualTo(JSON.readTree("{\"registered\":false,\"state\":\"unregistered\"}"));
        Evidence zero =
                new Evidence(Tee.SNP, report(runtimeData()).hostData(new byte[32]).evidence());
        JsonNode unbound =
                attested(new AttestationRequest(zero, List.of(), runtimeData(), Optional.empty()))
                        .claims();
        assertThat(unbound.at("/submods/cpu0/ear.veraison.annotated-evidence/initdata"))
                .isEqualTo(JSON.readTree("{\"registered\":false,\"state\":\"unbound\"}"));
        assertThat(
                        unbound.at("/submods/cpu0/ear.veraison.annotated-evidence/init_data_claims")
                                .isNull())
                .isTrue();
    }

    /// The whole token, member by member and in their order.
    @Test
    void tokenHasTheShapeThatRelyingPartiesKnow() throws Exception {
        AttestationOutcome.Attested attested =
                attested(
                        new AttestationRequest(
                                sample(runtimeData()),
                                List.of(
                                        new Evidence(
                                                Tee.SAMPLE_DEVICE,
                                                bound("2", ReportData.ofDevices(runtimeData())))),
                                runtimeData(),
                                Optional.empty()));
        ObjectNode claims = attested.claims();
        assertThat(claims.fieldNames())
                .toIterable()
                .containsExactly(
                        "eat_profile",
                        "iat",
                        "ear.verifier-id",
                        "submods",
                        "exp",
                        "iss",
                        "nbf",
                        "jti");
        assertThat(claims.path("exp").longValue()).isEqualTo(claims.path("iat").longValue() + 300);
        assertThat(claims.path("submods").fieldNames())
                .toIterable()
                .containsExactly("cpu0", "gpu0");
        String reportData =
                Base64.getEncoder()
                        .encodeToString(ReportData.expected(Tee.SAMPLE, runtimeData(), CRYPTO));
        String expected =
                """
                {"ear.status":"contraindicated","ear.trustworthiness-vector":{"instance-identity":0,"configuration":2,
                 "executables":33,"file-system":0,"hardware":97,"runtime-opaque":0,"storage-opaque":0,"sourced-data":0},
                 "ear.appraisal-policy-id":"default","ear.veraison.annotated-evidence":{
                 "initdata":{"registered":false,"state":"unbound"},"report_data":"%s",
                 "runtime_data_claims":{"additional-evidence":"","nonce":"bm9uY2U=","tee-pubkey":{"alg":"ECDH-ES+A256KW","crv":"P-256","kty":"EC","x":"x","y":"y"}},
                 "sample":{"debug":false,"launch_digest":"abcde","platform_version":{"major":1,"minor":4},"svn":"1"}},
                 "ear.trustee.identifiers":{"validated":{}}}
                """
                        .formatted(reportData)
                        .replaceAll("\\n ?", "");
        assertThat(claims.at("/submods/cpu0")).hasToString(expected);
        assertThat(
                        claims.at(
                                        "/submods/gpu0/ear.veraison.annotated-evidence/runtime_data_claims")
                                .has("additional-evidence"))
                .isFalse();
        assertThat(claims.at("/submods/gpu0/ear.veraison.annotated-evidence").has("initdata"))
                .isFalse();
        JsonNode header =
                JSON.readTree(
                        Base64.getUrlDecoder()
                                .decode(
                                        attested.token()
                                                .substring(0, attested.token().indexOf('.'))));
        assertThat(header.fieldNames()).toIterable().containsExactly("typ", "alg", "kid", "jwk");
        assertThat(header.path("jwk")).isEqualTo(SIGNER.jwk());
    }

    @Test
    void devicesOfOneClassAreNumbered() throws Exception {
        ObjectNode ofDevices = ReportData.ofDevices(runtimeData());
        Evidence device = new Evidence(Tee.SAMPLE_DEVICE, bound("2", ofDevices));
        Evidence secondCpu = new Evidence(Tee.SAMPLE, bound("1", ofDevices));
        JsonNode submods =
                attested(
                                new AttestationRequest(
                                        sample(runtimeData()),
                                        List.of(device, device, secondCpu),
                                        runtimeData(),
                                        Optional.empty()))
                        .claims()
                        .path("submods");
        assertThat(submods.fieldNames())
                .toIterable()
                .containsExactly("cpu0", "cpu1", "gpu0", "gpu1");
    }

    @Test
    void tersenessDropsTheAdditionalEvidence() throws Exception {
        TokenProfile standard = TokenProfile.standard();
        TokenProfile terse =
                new TokenProfile(
                        standard.lifetime(),
                        "me",
                        standard.developer(),
                        standard.build(),
                        standard.profile(),
                        false);
        AttestationRequest request =
                new AttestationRequest(
                        sample(runtimeData()), List.of(), runtimeData(), Optional.empty());
        assertThat(service(terse).attest(request))
                .isInstanceOfSatisfying(
                        AttestationOutcome.Attested.class,
                        attested ->
                                assertThat(
                                                attested.claims()
                                                        .at(
                                                                "/submods/cpu0/ear.veraison.annotated-evidence/runtime_data_claims")
                                                        .fieldNames())
                                        .toIterable()
                                        .containsExactly("nonce", "tee-pubkey"));
    }

    @Test
    void ownVerifierTrustsTheTokenAndFindsTheTeeKey() throws Exception {
        String token =
                attested(
                                new AttestationRequest(
                                        sample(runtimeData()),
                                        List.of(),
                                        runtimeData(),
                                        Optional.empty()))
                        .token();
        assertThat(TokenVerifier.builder(CRYPTO, () -> NOW).signer(SIGNER).build().verify(token))
                .isInstanceOfSatisfying(
                        TokenVerdict.Trusted.class,
                        trusted ->
                                assertThat(trusted.token().teePublicKey())
                                        .isEqualTo(runtimeData().get("tee-pubkey")));
    }

    /// Appendix A.2 of the protocol's specification.
    @Test
    void reportDataMatchesTheVector() throws Exception {
        String text =
                """
                {"tee-pubkey":{"kty":"EC","crv":"P-256","alg":"ECDH-ES+A256KW","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                  "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},"nonce":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                  "additional-evidence":""}
                """;
        ObjectNode runtimeData = (ObjectNode) JSON.readTree(text);
        assertThat(hex(ReportData.expected(Tee.SAMPLE, runtimeData, CRYPTO)))
                .isEqualTo(
                        "dfa65d498315212bdaf8857231cf0482172933db271f15856bf30db447227eb5b1dd9e29fcc1fb9076fb00792c3bb7e7");
        assertThat(hex(ReportData.expected(Tee.SE, runtimeData, CRYPTO)))
                .isEqualTo(
                        "f30620e2296f8fae4f6be275a1d3f775ed4f36d1ecfe898480ec95aac074f3165510bc7f994d4736af1bc835bd756d38ca6be9d174875e9316c338523c20994b");
        assertThat(
                        hex(
                                ReportData.expected(
                                        Tee.SAMPLE_DEVICE,
                                        ReportData.ofDevices(runtimeData),
                                        CRYPTO)))
                .isEqualTo(
                        "cc12bca78af3e46d9ddb68eb97122047abb52703f1cec34bd0adc12c5ac8c860b1ada6c8729e54f2172908b77572364a");
    }

    private AttestationService service(TokenProfile profile) {
        String registered = hex(digest(INITDATA));
        return service(
                profile,
                (_, claim) ->
                        claim.equals(registered) ? Optional.of(registered()) : Optional.empty());
    }

    private static ObjectNode registered() {
        return JSON.createObjectNode()
                .put("registered", true)
                .put("state", "active")
                .put("name", "web")
                .put("digest", "d");
    }

    private AttestationService service(TokenProfile profile, InitdataBindings bindings) {
        return new AttestationService(
                List.of(new SampleVerifier(), new SampleDeviceVerifier(), snp),
                policies,
                new ReferenceValues(store, () -> NOW),
                bindings,
                new EarIssuer(profile, SIGNER, CRYPTO, () -> NOW),
                CRYPTO);
    }

    private void register(String values) throws Exception {
        String payload =
                Base64.getEncoder().encodeToString(values.getBytes(StandardCharsets.UTF_8));
        new ReferenceValues(store, () -> NOW)
                .register(
                        "{\"version\":\"0.1.0\",\"type\":\"sample\",\"payload\":\""
                                + payload
                                + "\"}");
    }

    private static byte[] measurement() {
        byte[] measurement = new byte[48];
        Arrays.fill(measurement, (byte) 7);
        return measurement;
    }

    private static dev.fiducia.attestation.simulator.SimulatedReport report(ObjectNode runtimeData)
            throws JcsException {
        byte[] reportData = Arrays.copyOf(ReportData.expected(Tee.SNP, runtimeData, CRYPTO), 64);
        return CHIP.report().reportData(reportData).measurement(measurement());
    }

    private static Evidence snpEvidence(ObjectNode runtimeData, String initdata)
            throws JcsException {
        return new Evidence(Tee.SNP, report(runtimeData).hostData(digest(initdata)).evidence());
    }

    private static byte[] digest(String initdata) {
        try {
            return InitdataDocument.parse(initdata.getBytes(StandardCharsets.UTF_8))
                    .digest()
                    .bytes();
        } catch (dev.fiducia.initdata.InitdataException e) {
            throw new AssertionError(e);
        }
    }

    private static Evidence sample(ObjectNode runtimeData) throws JcsException {
        return new Evidence(Tee.SAMPLE, bound("1", runtimeData));
    }

    private static ObjectNode bound(String svn, ObjectNode runtimeData) throws JcsException {
        byte[] reportData = ReportData.expected(Tee.SAMPLE, runtimeData, CRYPTO);
        return JSON.createObjectNode()
                .put("svn", svn)
                .put("report_data", Base64.getEncoder().encodeToString(reportData));
    }

    private static ObjectNode runtimeData() {
        ObjectNode data =
                JSON.createObjectNode().put("nonce", "bm9uY2U=").put("additional-evidence", "");
        data.putObject("tee-pubkey")
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("alg", "ECDH-ES+A256KW")
                .put("x", "x")
                .put("y", "y");
        return data;
    }

    private AttestationOutcome.Attested attested(AttestationRequest request) {
        return switch (service(TokenProfile.standard()).attest(request)) {
            case AttestationOutcome.Attested attested -> attested;
            case AttestationOutcome.Refused(Refusal refusal) ->
                    throw new AssertionError(refusal.describe());
        };
    }

    private Refusal refusal(AttestationRequest request) {
        return switch (service(TokenProfile.standard()).attest(request)) {
            case AttestationOutcome.Attested _ -> throw new AssertionError("a token");
            case AttestationOutcome.Refused(Refusal refusal) -> refusal;
        };
    }

    private void assertRefused(AttestationRequest request) {
        assertThat(refusal(request).code()).isNotBlank();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
