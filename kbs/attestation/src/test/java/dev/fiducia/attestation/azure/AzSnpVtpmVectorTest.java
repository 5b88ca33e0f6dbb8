package dev.fiducia.attestation.azure;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Evidence of real VMs of Azure: versions 0, 1 and 2, each with its VCEK.
class AzSnpVtpmVectorTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final AzSnpVtpmVerifier VERIFIER = verifierAt("2026-01-01T00:00:00Z");
    private static final byte[] CHALLENGE = "challenge".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHALLENGE_OF_2 =
            HexFormat.of()
                    .parseHex(
                            "982f5c6e45df0ed3f10b6f60b02f0c8390e281300f3805e2"
                                    + "279c16168cd6ae9aa398f647caa2338748cd0fd9f5f819ef");
    private static final int SIGNED_REPORT = 0x2A0;

    /// The spec's worked example: this digest makes this PCR 8.
    private static final byte[] DIGEST =
            HexFormat.of()
                    .parseHex("8505e4e25e50a27c5dc8147af88efbece627fbea55291911eff832d9ee127781");

    @ParameterizedTest
    @ValueSource(strings = {"v0", "v1", "v2"})
    void refusesAnotherNonce(String version) {
        byte[] reversed = "egnellahc".getBytes(StandardCharsets.US_ASCII);
        assertThat(verify(evidence(version), Expectations.ofReportData(reversed)))
                .isRefusedAs("report-data-mismatch");
        assertThat(verify(evidence(version), Expectations.none()))
                .isRefusedAs("report-data-required");
    }

    /// The nonce is compared as it is: padding it would accept others.
    @Test
    void refusesTheNonceWithZerosBehindIt() {
        byte[] padded = Arrays.copyOf(CHALLENGE, 64);
        assertThat(verify(evidence("v1"), Expectations.ofReportData(padded)))
                .isRefusedAs("report-data-mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void refusesEveryFlippedBitOfTheQuote(String version) {
        byte[] message =
                HexFormat.of().parseHex(evidence(version).at("/tpm_quote/message").asText());
        for (int bit = 0; bit < message.length * Byte.SIZE; bit++) {
            ObjectNode evidence = evidence(version);
            String damaged = HexFormat.of().formatHex(flipped(message, bit));
            ((ObjectNode) evidence.get("tpm_quote")).put("message", damaged);
            assertThat(isAccepted(evidence, nonce(version))).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void refusesEveryFlippedBitOfTheQuotesSignature() {
        byte[] signature =
                HexFormat.of().parseHex(evidence("v2").at("/tpm_quote/signature").asText());
        for (int bit = 0; bit < signature.length * Byte.SIZE; bit++) {
            ObjectNode evidence = evidence("v2");
            String damaged = HexFormat.of().formatHex(flipped(signature, bit));
            ((ObjectNode) evidence.get("tpm_quote")).put("signature", damaged);
            assertThat(isAccepted(evidence, CHALLENGE_OF_2)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void refusesEveryFlippedBitOfEveryRegister() {
        for (int bit = 0; bit < 24 * 32 * Byte.SIZE; bit++) {
            ObjectNode evidence = evidence("v2");
            ArrayNode pcrs = (ArrayNode) evidence.at("/tpm_quote/pcrs");
            int register = bit / (32 * Byte.SIZE);
            byte[] value = HexFormat.of().parseHex(pcrs.get(register).asText());
            pcrs.set(
                    register,
                    JsonNodeFactory.instance.textNode(
                            HexFormat.of().formatHex(flipped(value, bit % (32 * Byte.SIZE)))));
            assertThat(isAccepted(evidence, CHALLENGE_OF_2)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void refusesEveryFlippedBitOfTheHardwareReport() {
        byte[] hcl = hcl(evidence("v2"));
        for (int bit = 32 * Byte.SIZE; bit < (32 + SIGNED_REPORT) * Byte.SIZE; bit++) {
            assertThat(isAccepted(withHcl("v2", flipped(hcl, bit)), CHALLENGE_OF_2))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesEveryFlippedBitOfTheRuntimeData() {
        byte[] hcl = hcl(evidence("v2"));
        int length = 1110;
        for (int bit = 1236 * Byte.SIZE; bit < (1236 + length) * Byte.SIZE; bit++) {
            assertThat(isAccepted(withHcl("v2", flipped(hcl, bit)), CHALLENGE_OF_2))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesTheReportWithAnotherFirmwareLevel() {
        byte[] hcl = hcl(evidence("v2"));
        hcl[0x1a6] = 0;
        assertThat(verify(withHcl("v2", hcl), Expectations.ofReportData(CHALLENGE_OF_2)))
                .isRefusedAs("snp-signature-invalid");
    }

    @Test
    void refusesRuntimeDataWithoutAnAttestationKey() {
        byte[] hcl = hcl(evidence("v1"));
        hcl[0x540] = 0;
        VerificationResult result =
                verify(withHcl("v1", hcl), Expectations.ofReportData(CHALLENGE));
        assertThat(result).isInstanceOf(VerificationResult.Refused.class);
    }

    @Test
    void refusesEvidenceWhoseUserDataIsForAnotherHandshakeWhateverItsVersion() {
        // The quote of 2 with the user data of 2 is genuine; called 1, it is checked all the same.
        ObjectNode called1 = evidence("v2").put("version", 1);
        assertThat(verify(called1, Expectations.ofReportData(CHALLENGE_OF_2))).isVerified();
        // Evidence of 1, called 2: its guest wrote no user data.
        ObjectNode called2 = evidence("v1").put("version", 2);
        assertThat(verify(called2, Expectations.ofReportData(CHALLENGE)))
                .isRefusedAs("hcl-user-data-mismatch");
    }

    @Test
    void refusesOtherVersions() {
        for (int version : new int[] {0, 3, 255}) {
            assertThat(
                            verify(
                                    evidence("v2").put("version", version),
                                    Expectations.ofReportData(CHALLENGE_OF_2)))
                    .isRefusedAs("azure-evidence-malformed");
        }
    }

    @Test
    void refusesInitdataThatIsNotInPcr8() {
        Expectations expected = Expectations.ofReportData(CHALLENGE).withInitDataDigest(DIGEST);
        assertThat(verify(evidence("v1"), expected)).isRefusedAs("init-data-mismatch");
        byte[] pcr8 = HexFormat.of().parseHex(evidence("v1").at("/tpm_quote/pcrs/8").asText());
        assertThat(
                        verify(
                                evidence("v1"),
                                Expectations.ofReportData(CHALLENGE).withInitDataDigest(pcr8)))
                .isRefusedAs("init-data-mismatch");
        assertThat(
                        verify(
                                evidence("v1"),
                                Expectations.ofReportData(CHALLENGE)
                                        .withInitDataDigest(new byte[20])))
                .isRefusedAs("init-data-unsupported");
    }

    @Test
    void refusesAfterTheCertificateExpired() {
        AzSnpVtpmVerifier late = verifierAt("2040-01-01T00:00:00Z");
        assertThat(late.verify(evidence("v1"), Expectations.ofReportData(CHALLENGE)))
                .isRefusedAs("snp-certificate-expired");
    }

    @Test
    void refusesEveryTruncationWithATypedError() {
        byte[] hcl = hcl(evidence("v2"));
        for (int length = 0; length < 1236 + 1110; length += 7) {
            byte[] cut = Arrays.copyOf(hcl, length);
            assertThat(verify(withHcl("v2", cut), Expectations.ofReportData(CHALLENGE_OF_2)))
                    .isInstanceOf(VerificationResult.Refused.class);
        }
        byte[] message = HexFormat.of().parseHex(evidence("v2").at("/tpm_quote/message").asText());
        for (int length = 0; length < message.length + 20; length++) {
            if (length == message.length) {
                continue;
            }
            ObjectNode evidence = evidence("v2");
            String other = HexFormat.of().formatHex(Arrays.copyOf(message, length));
            ((ObjectNode) evidence.get("tpm_quote")).put("message", other);
            assertThat(isAccepted(evidence, CHALLENGE_OF_2)).as("length %d", length).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0", "v1"})
    void verifiesEarlyEvidence(String version) {
        ObjectNode claims =
                assertThat(verify(evidence(version), Expectations.ofReportData(CHALLENGE)))
                        .isVerified();
        assertThat(claims.get("report_data").textValue()).isEqualTo("6368616c6c656e6765");
        assertThat(claims.at("/tpm/pcr00").textValue())
                .isEqualTo("e15c44796beabf46abcec7c57e590942041e47497e4ec27571c8b7664f48dced");
        assertThat(claims.get("init_data")).isEqualTo(claims.at("/tpm/pcr08"));
        assertThat(claims.get("tpm")).hasSize(24);
        assertThat(claims.get("user_data_bound").textValue()).isEqualTo("false");
        assertThat(claims.get("product").textValue()).isEqualTo("Milan");
        assertThat(claims.get("root_of_trust").textValue()).isEqualTo("amd");
        assertThat(claims.has("chip_id")).isFalse();
    }

    @Test
    void verifiesEvidenceOfVersion2WithItsUserData() {
        ObjectNode claims =
                assertThat(verify(evidence("v2"), Expectations.ofReportData(CHALLENGE_OF_2)))
                        .isVerified();
        assertThat(claims.at("/tpm/pcr00").textValue())
                .isEqualTo("84275b2f4312cd4fc6cbe6b152ad3c3683e513d9f1e23c34fca160c8cca7a6a7");
        assertThat(claims.get("user_data_bound").textValue()).isEqualTo("true");
        assertThat(claims.get("report_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(CHALLENGE_OF_2));
        assertThat(claims.get("vm_secure_boot").textValue()).isEqualTo("true");
        for (String name :
                new String[] {
                    "policy_abi_major", "policy_abi_minor", "policy_smt_allowed",
                    "policy_migrate_ma", "policy_debug_allowed", "policy_single_socket",
                    "reported_tcb_bootloader", "reported_tcb_tee", "reported_tcb_snp",
                    "reported_tcb_microcode", "platform_tsme_enabled", "platform_smt_enabled"
                }) {
            assertThat(claims.path(name).isTextual()).as(name).isTrue();
        }
        byte[] hcl = hcl(evidence("v2"));
        assertThat(Base64.getDecoder().decode(claims.get("measurement").textValue()))
                .isEqualTo(Arrays.copyOfRange(hcl, 32 + 0x90, 32 + 0xC0));
    }

    private static AzSnpVtpmVerifier verifierAt(String time) {
        try {
            return AzSnpVtpmVerifier.create(
                    SnpConfig.offline(), CRYPTO, InstantSource.fixed(Instant.parse(time)));
        } catch (SnpSetupException e) {
            throw new AssertionError(e);
        }
    }

    private static VerificationResult verify(JsonNode evidence, Expectations expected) {
        return VERIFIER.verify(evidence, expected);
    }

    private static boolean isAccepted(JsonNode evidence, byte[] nonce) {
        return VERIFIER.verify(evidence, Expectations.ofReportData(nonce))
                instanceof VerificationResult.Verified;
    }

    private static byte[] nonce(String version) {
        return version.equals("v2") ? CHALLENGE_OF_2 : CHALLENGE;
    }

    private static ObjectNode evidence(String version) {
        return (ObjectNode) Vectors.json("az-snp-vtpm/evidence-" + version + ".json");
    }

    private static byte[] hcl(JsonNode evidence) {
        return Base64.getUrlDecoder().decode(evidence.get("hcl_report").asText());
    }

    private static ObjectNode withHcl(String version, byte[] hcl) {
        return evidence(version).put("hcl_report", Base64.getUrlEncoder().encodeToString(hcl));
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return flipped;
    }
}
