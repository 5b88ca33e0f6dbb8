package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.cca.CcaVerifier;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class SimulatedCcaTest {

    private static final SimulatedCca PLATFORM = SimulatedCca.create(CRYPTO);
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final byte[] INITDATA = CRYPTO.digest(HashAlgorithm.SHA256, new byte[] {2});
    private static final CcaVerifier VERIFIER = trusting(PLATFORM.trustAnchors());

    static CcaVerifier trusting(String anchors) {
        try {
            return verifier(anchors);
        } catch (VerifierSetupException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isRefusedOfAPlatformThatNobodyNamed() throws Exception {
        SimulatedCca stranger = SimulatedCca.create(CRYPTO);
        assertThat(verify(stranger.realm())).isRefusedAs("cca-platform-unknown");
        assertThat(
                        CcaVerifier.create(List.of(), CRYPTO)
                                .verify(
                                        PLATFORM.realm().challenge(NONCE).evidence(),
                                        Expectations.ofReportData(NONCE)))
                .isRefusedAs("cca-platform-unknown");
        // Another's key under this platform's name.
        SimulatedRealm impostor =
                stranger.realm().platformClaim(256, SimulatedRealm.bytes(PLATFORM.instanceId()));
        assertThat(verify(impostor)).isRefusedAs("cca-signature-invalid");
        SimulatedRealm other =
                PLATFORM.realm().platformClaim(2396, SimulatedRealm.bytes(new byte[32]));
        assertThat(verify(other)).isRefusedAs("cca-implementation-mismatch");
    }

    @Test
    void isRefusedWithTheTokensOfTwoRealms() {
        SimulatedRealm one = PLATFORM.realm().challenge(NONCE);
        SimulatedRealm two = PLATFORM.realm().challenge(NONCE);
        assertThat(verify(SimulatedRealm.token(one.signedPlatform(), two.signedRealm())))
                .isRefusedAs("cca-rak-unbound");
        assertThat(verify(SimulatedRealm.token(one.signedRealm(), one.signedPlatform())))
                .isRefusedAs("cca-token-malformed");
    }

    @Test
    void isRefusedForAnotherHandshakeOrInitdata() {
        ObjectNode evidence =
                PLATFORM.realm().challenge(NONCE).personalization(INITDATA).evidence();
        assertThat(VERIFIER.verify(evidence, Expectations.ofReportData(INITDATA)))
                .isRefusedAs("report-data-mismatch");
        assertThat(VERIFIER.verify(evidence, Expectations.none()))
                .isRefusedAs("report-data-required");
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(NONCE);
        assertThat(VERIFIER.verify(evidence, expected)).isRefusedAs("init-data-mismatch");
        // A realm without any.
        ObjectNode unbound = PLATFORM.realm().challenge(NONCE).evidence();
        expected = Expectations.ofReportData(NONCE).withInitDataDigest(INITDATA);
        assertThat(VERIFIER.verify(unbound, expected)).isRefusedAs("init-data-mismatch");
    }

    /// The key says the algorithm; a header that says another is not obeyed.
    @ParameterizedTest
    @ValueSource(ints = {-7, -36, -8, -37, -257, 5, 0, -65535})
    void isRefusedWithAnotherAlgorithm(int algorithm) {
        assertThat(verify(PLATFORM.realm().algorithm(algorithm)))
                .isRefusedAs("cca-signature-invalid");
    }

    @Test
    void isRefusedUnderAnUnknownProfile() {
        byte[] profile = SimulatedRealm.text("http://arm.com/CCA-SSD/2.0.0");
        assertThat(verify(PLATFORM.realm().platformClaim(265, profile)))
                .isRefusedAs("cca-profile-unsupported");
        assertThat(verify(PLATFORM.realm().profiled().realmClaim(265, profile)))
                .isRefusedAs("cca-profile-unsupported");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0100, 0x0FFF, 0x1100, 0x30FF + 1, 0x3F00, 0x6100, 0x7000, 0xFFFF, -1})
    void isRefusedInNoStateOfTheLifecycle(int value) {
        assertThat(verify(PLATFORM.realm().lifecycle(value))).isRefusedAs("cca-token-malformed");
    }

    @ParameterizedTest
    @ValueSource(longs = {265, 10, 2396, 256, 2401, 2395, 2399, 2402})
    void isRefusedWithoutAClaimOfThePlatform(long label) {
        assertThat(verify(PLATFORM.realm().platformClaim(label, new byte[0])))
                .isRefusedAs("cca-token-malformed");
        assertThat(verify(PLATFORM.realm().platformClaim(label, new byte[] {(byte) 0xF6})))
                .isRefusedAs("cca-token-malformed");
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 44_235, 44_236, 44_237, 44_238, 44_239, 44_240})
    void isRefusedWithoutAClaimOfTheRealm(long label) {
        assertThat(verify(PLATFORM.realm().realmClaim(label, new byte[0])))
                .isRefusedAs("cca-token-malformed");
        assertThat(verify(PLATFORM.realm().realmClaim(label, new byte[] {(byte) 0xF6})))
                .isRefusedAs("cca-token-malformed");
    }

    @Test
    void isRefusedWithClaimsOfOtherSizes() {
        byte[] odd = SimulatedRealm.bytes(new byte[63]);
        for (long label : new long[] {10, 44_235, 44_238}) {
            assertThat(verify(PLATFORM.realm().realmClaim(label, odd)))
                    .isRefusedAs("cca-token-malformed");
        }
        for (long label : new long[] {10, 2396, 256}) {
            assertThat(verify(PLATFORM.realm().platformClaim(label, odd)))
                    .isRefusedAs("cca-token-malformed");
        }
        byte[] three = new CborWriter().array(3).raw(odd).raw(odd).raw(odd).toByteArray();
        assertThat(verify(PLATFORM.realm().realmClaim(44_239, three)))
                .isRefusedAs("cca-token-malformed");
        byte[] none = new CborWriter().array(0).toByteArray();
        assertThat(verify(PLATFORM.realm().platformClaim(2399, none)))
                .isRefusedAs("cca-token-malformed");
        byte[] strange =
                new CborWriter()
                        .array(1)
                        .map(3)
                        .integer(2)
                        .bytes(new byte[32])
                        .integer(5)
                        .bytes(new byte[32])
                        .integer(7)
                        .integer(0)
                        .toByteArray();
        assertThat(verify(PLATFORM.realm().platformClaim(2399, strange)))
                .isRefusedAs("cca-token-malformed");
        byte[] weak = SimulatedRealm.text("sha-1");
        assertThat(verify(PLATFORM.realm().realmClaim(44_240, weak)))
                .isRefusedAs("cca-token-malformed");
    }

    /// The platform vouches for whatever the realm's key is said to be: it still has to be one.
    @Test
    void isRefusedWithAKeyThatIsNone() {
        byte[] point =
                SimulatedCca.point((ECPublicKey) CRYPTO.generateEc(EcCurve.P384).getPublic());
        assertThat(verify(PLATFORM.realm().key(point))).isRefusedAs("cca-signature-invalid");
        point[96] ^= 1;
        assertThat(verify(PLATFORM.realm().key(point))).isRefusedAs("cca-token-malformed");
        assertThat(verify(PLATFORM.realm().key(new byte[97]))).isRefusedAs("cca-token-malformed");
        assertThat(verify(PLATFORM.realm().profiled().key(point)))
                .isRefusedAs("cca-token-malformed");
    }

    /// A bit of every byte of both tokens by default; `-Dflips=1` takes every bit.
    @Test
    void isRefusedWithAnyBitFlipped() {
        byte[] token = PLATFORM.realm().challenge(NONCE).token();
        for (int bit = 0; bit < 8 * token.length; bit += Integer.getInteger("flips", 7)) {
            byte[] flipped = token.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            VerificationResult result = verify(flipped);
            assertThat(result)
                    .as("bit %s of byte %s", bit % 8, bit / 8)
                    .isInstanceOf(VerificationResult.Refused.class);
        }
    }

    @Test
    void isRefusedCutOrExtended() {
        byte[] token = PLATFORM.realm().challenge(NONCE).token();
        for (int length = 0; length < token.length; length++) {
            assertThat(verify(Arrays.copyOf(token, length))).isRefusedAs("cca-token-malformed");
        }
        assertThat(verify(Arrays.copyOf(token, token.length + 1)))
                .isRefusedAs("cca-token-malformed");
    }

    @Test
    void refusesWhateverElseComes() {
        byte[] token = PLATFORM.realm().challenge(NONCE).token();
        Random random = new Random(7);
        for (int i = 0; i < 600; i++) {
            byte[] damaged = token.clone();
            for (int j = 0; j < 3; j++) {
                damaged[random.nextInt(i % 2 == 0 ? 40 : damaged.length)] = (byte) random.nextInt();
            }
            if (!Arrays.equals(damaged, token)) {
                assertThat(refusal(verify(damaged)).code()).startsWith("cca-");
            }
        }
        for (String text : new String[] {"{}", "null", "[]", "{\"token\":\"AA\"}"}) {
            assertThat(
                            VERIFIER.verify(
                                    JsonNodeFactory.instance.objectNode().put("token", text),
                                    Expectations.ofReportData(NONCE)))
                    .isRefusedAs("cca-evidence-malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[{}]",
                "[{\"pkey\":{},\"implementation-id\":\"00\",\"instance-id\":\"00\"}]"
            })
    void cantBeSetUpWithOtherFiles(String text) {
        assertThatThrownBy(() -> verifier(text)).isInstanceOf(VerifierSetupException.class);
    }

    @Test
    void cantBeSetUpWithAmbiguousAnchors() {
        String anchor = PLATFORM.trustAnchors().strip();
        String twice = anchor.substring(0, anchor.length() - 1) + "," + anchor.substring(1);
        assertThatThrownBy(() -> verifier(twice)).isInstanceOf(VerifierSetupException.class);
        String other = anchor.replace("ES384", "ES256");
        assertThatThrownBy(() -> verifier(other)).isInstanceOf(VerifierSetupException.class);
        assertThatThrownBy(() -> CcaVerifier.create(List.of(Path.of("gone.json")), CRYPTO))
                .isInstanceOf(VerifierSetupException.class);
    }

    @Test
    void isBoundToHandshakeAndInitdata() {
        for (SimulatedRealm realm : List.of(PLATFORM.realm(), PLATFORM.realm().profiled())) {
            realm.challenge(NONCE).personalization(INITDATA);
            Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(INITDATA);
            ObjectNode claims =
                    assertThat(Simulation.verify(VERIFIER, realm.evidence(), expected))
                            .isVerified();
            assertThat(claims.path("report_data").asText())
                    .isEqualTo(HexFormat.of().formatHex(Arrays.copyOf(NONCE, 64)));
            assertThat(claims.path("init_data").asText())
                    .isEqualTo(HexFormat.of().formatHex(Arrays.copyOf(INITDATA, 64)));
            assertThat(claims.at("/platform/cca-platform-lifecycle-state").asText())
                    .isEqualTo("secured");
            assertThat(claims.at("/platform/cca-platform-instance-id").asText())
                    .isEqualTo(Base64.getEncoder().encodeToString(PLATFORM.instanceId()));
        }
    }

    private static VerificationResult verify(SimulatedRealm realm) {
        return verify(realm.token());
    }

    private static VerificationResult verify(byte[] token) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ArrayNode array = evidence.putArray("token");
        for (byte b : token) {
            array.add(Byte.toUnsignedInt(b));
        }
        return VERIFIER.verify(evidence, Expectations.ofReportData(NONCE));
    }

    private static Refusal refusal(VerificationResult result) {
        return switch (result) {
            case VerificationResult.Refused(Refusal refusal) -> refusal;
            case VerificationResult.Verified verified ->
                    throw new AssertionError("verified: " + verified);
        };
    }

    private static CcaVerifier verifier(String anchors) throws VerifierSetupException {
        try {
            Path file = Files.createTempFile("tastore", ".json");
            try {
                return CcaVerifier.create(List.of(Files.writeString(file, anchors)), CRYPTO);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
