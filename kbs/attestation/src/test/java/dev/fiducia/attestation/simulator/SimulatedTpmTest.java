package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.tpm.TpmSetupException;
import dev.fiducia.attestation.tpm.TpmVerifier;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

class SimulatedTpmTest {

    private static final SimulatedTpm MACHINE = SimulatedTpm.boot(CRYPTO);
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final String VECTOR = "tpm_evidence.json";

    @TempDir private static Path folder;

    @Test
    void isRefusedUnderAKeyThatNobodyNamed() throws Exception {
        SimulatedTpm stranger = SimulatedTpm.boot(CRYPTO);
        assertThat(verify(stranger.evidence(NONCE))).isRefusedAs("tpm-key-untrusted");
        TpmVerifier none = TpmVerifier.create(List.of(), CRYPTO);
        assertThat(none.verify(MACHINE.evidence(NONCE), Expectations.ofReportData(NONCE)))
                .isRefusedAs("tpm-key-untrusted");
    }

    @Test
    void isRefusedWithAnothersQuote() {
        SimulatedTpm stranger = SimulatedTpm.boot(CRYPTO);
        ObjectNode evidence = stranger.evidence(NONCE);
        evidence.set("ak_public", MACHINE.evidence(NONCE).get("ak_public"));
        assertThat(verify(evidence)).isRefusedAs("tpm-signature-invalid");
    }

    @Test
    void isRefusedForAnotherHandshakeOrInitdata() {
        byte[] other = NONCE.clone();
        other[31] ^= 1;
        assertThat(verify(MACHINE.evidence(other))).isRefusedAs("report-data-mismatch");
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(NONCE);
        assertThat(Simulation.verify(verifier(), MACHINE.evidence(NONCE), expected))
                .isRefusedAs("init-data-mismatch");
    }

    @Test
    void isRefusedWhenTheQuoteCoversOtherRegisters() {
        byte[] nonce = Arrays.copyOf(NONCE, 32);
        assertThat(verify(MACHINE.evidence(MACHINE.vtpm().quote(nonce).selection("fffffe"))))
                .isRefusedAs("tpm-pcr-selection");
        assertThat(verify(MACHINE.evidence(MACHINE.vtpm().quote(nonce).bank(0x0004))))
                .isRefusedAs("tpm-pcr-selection");
    }

    @Test
    void isRefusedWithoutItsParts() {
        for (String member : List.of("ak_public", "tpm_quote")) {
            ObjectNode evidence = MACHINE.evidence(NONCE);
            evidence.remove(member);
            assertThat(verify(evidence)).isRefusedAs("tpm-evidence-malformed");
        }
        for (String member : List.of("signature", "message", "pcrs")) {
            ObjectNode evidence = MACHINE.evidence(NONCE);
            ((ObjectNode) evidence.get("tpm_quote")).remove(member);
            assertThat(verify(evidence)).isRefusedAs("tpm-evidence-malformed");
        }
    }

    @Test
    void cantBeSetUpWithAFileWithoutKeys() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        assertThatThrownBy(() -> TpmVerifier.create(List.of(empty), CRYPTO))
                .isInstanceOf(TpmSetupException.class);
        assertThatThrownBy(() -> TpmVerifier.create(List.of(folder.resolve("gone")), CRYPTO))
                .isInstanceOf(TpmSetupException.class);
    }

    @Test
    void isBoundToHandshakeAndInitdata() {
        byte[] digest = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {5});
        SimulatedTpm machine = SimulatedTpm.boot(CRYPTO).initdata(digest);
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(digest);
        ObjectNode claims =
                assertThat(
                                Simulation.verify(
                                        trusting(machine.publicKeyPem()),
                                        machine.evidence(NONCE),
                                        expected))
                        .isVerified();
        byte[] extended =
                CRYPTO.digest(HashAlgorithm.SHA256, new byte[32], Arrays.copyOf(digest, 32));
        assertThat(claims.get("init_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(extended));
        assertThat(claims.get("report_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(NONCE).substring(0, 64));
        assertThat(claims.get("pcr08")).isEqualTo(claims.get("init_data"));
        assertThat(claims).hasSize(3 + 24);
    }

    /// Evidence of a real TPM. Its nonce is of 64 bytes, as an older attester made it, so that only
    /// evidence without a handshake passes.
    @Test
    void verifiesEvidenceOfARealTpm() {
        JsonNode evidence = Vectors.json(VECTOR);
        TpmVerifier verifier = trusting(pem(evidence));
        ObjectNode claims = assertThat(verifier.verify(evidence, Expectations.none())).isVerified();
        assertThat(claims.get("report_data").textValue())
                .startsWith("a04182b5")
                .hasSize(128)
                .endsWith("c120" + "0".repeat(32));
        assertThat(claims.get("init_data").textValue()).hasSize(64);
        assertThat(claims.get("ak_public")).isEqualTo(evidence.get("ak_public"));
        byte[] nonce = HexFormat.of().parseHex(claims.get("report_data").textValue());
        assertThat(verifier.verify(evidence, Expectations.ofReportData(nonce)))
                .isRefusedAs("report-data-mismatch");
        assertThat(verify(evidence, Expectations.none())).isRefusedAs("tpm-key-untrusted");
    }

    @Test
    void refusesEveryFlippedBitOfARealQuote() {
        JsonNode genuine = Vectors.json(VECTOR);
        TpmVerifier verifier = trusting(pem(genuine));
        byte[] message = Base64.getDecoder().decode(genuine.at("/tpm_quote/message").asText());
        for (int bit = 0; bit < message.length * Byte.SIZE; bit++) {
            byte[] flipped = message.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            ObjectNode evidence = (ObjectNode) Vectors.json(VECTOR);
            ((ObjectNode) evidence.get("tpm_quote"))
                    .put("message", Base64.getEncoder().encodeToString(flipped));
            assertThat(verifier.verify(evidence, Expectations.none()))
                    .as("bit %d", bit)
                    .isInstanceOf(VerificationResult.Refused.class);
        }
    }

    @Test
    void isTheSameMachineWhenLoadedAgain() throws Exception {
        Path home = folder.resolve("tpm");
        SimulatedTpm.bootWithKeyIn(home, CRYPTO);
        SimulatedTpm again = SimulatedTpm.bootWithKeyIn(home, CRYPTO);
        TpmVerifier verifier = TpmVerifier.create(List.of(home.resolve("ak.pem")), CRYPTO);
        assertThat(verifier.verify(again.evidence(NONCE), Expectations.ofReportData(NONCE)))
                .isVerified();
    }

    private static String pem(JsonNode evidence) {
        return Pem.publicKey(Base64.getDecoder().decode(evidence.get("ak_public").asText()));
    }

    private static VerificationResult verify(JsonNode evidence) {
        return verify(evidence, Expectations.ofReportData(NONCE));
    }

    private static VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Simulation.verify(verifier(), evidence, expected);
    }

    private static TpmVerifier verifier() {
        return trusting(MACHINE.publicKeyPem());
    }

    static TpmVerifier trusting(String pem) {
        try {
            Path file = Files.createTempFile("ak", ".pem");
            try {
                return TpmVerifier.create(List.of(Files.writeString(file, pem)), CRYPTO);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | TpmSetupException e) {
            throw new AssertionError(e);
        }
    }
}
