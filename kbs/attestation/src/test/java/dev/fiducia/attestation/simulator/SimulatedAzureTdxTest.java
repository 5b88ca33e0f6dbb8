package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.azure.AzTdxVtpmVerifier;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

class SimulatedAzureTdxTest {

    private static final SimulatedIntel VENDOR = SimulatedIntel.create(NOW, CRYPTO);
    private static final SimulatedTdx PLATFORM = VENDOR.platform();
    private static final SimulatedAzureTdx VM = SimulatedAzureTdx.boot(PLATFORM, CRYPTO);
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});

    @TempDir Path folder;
    private AzTdxVtpmVerifier verifier;

    @BeforeEach
    void prepare() throws Exception {
        verifier = verifier(folder, VENDOR);
    }

    @Test
    void isRefusedWithTheQuoteOfAnotherVm() {
        byte[] runtimeData = SimulatedParavisor.runtimeData(VM.vtpm().publicKey(), NONCE);
        byte[] theirs = PLATFORM.quote().reportData(new byte[] {1}).bytes();
        assertThat(verify(VM.evidence(NONCE, runtimeData, theirs)))
                .isRefusedAs("hcl-runtime-data-mismatch");
    }

    @Test
    void isRefusedForAnotherHandshake() {
        byte[] other = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {2});
        assertThat(verify(VM.evidence(other))).isRefusedAs("report-data-mismatch");
        byte[] runtimeData = SimulatedParavisor.runtimeData(VM.vtpm().publicKey(), other);
        byte[] digest = CRYPTO.digest(HashAlgorithm.SHA256, runtimeData);
        byte[] quote = PLATFORM.quote().reportData(digest).bytes();
        assertThat(verify(VM.evidence(NONCE, runtimeData, quote)))
                .isRefusedAs("hcl-user-data-mismatch");
    }

    @Test
    void isRefusedWithEvidenceOfSnp() {
        SimulatedAzureSnp snp = SimulatedAzureSnp.boot(Simulation.CHIP, CRYPTO);
        assertThat(verify(snp.evidence(NONCE))).isRefusedAs("azure-evidence-malformed");
    }

    @Test
    void isRefusedOnAPlatformThatNobodyTrusts() {
        SimulatedTdx stranger = SimulatedIntel.create(NOW, CRYPTO).platform();
        assertThat(verify(SimulatedAzureTdx.boot(stranger, CRYPTO).evidence(NONCE)))
                .isRefusedAs("dcap-root-untrusted");
    }

    /// Evidence of a real VM: everything up to Intel's collateral, which nobody has here, holds.
    @Test
    void getsAsFarAsCollateralWithRealEvidence() {
        JsonNode evidence = Vectors.json("az-tdx-vtpm/evidence-v0.json");
        byte[] challenge = "challenge".getBytes(StandardCharsets.US_ASCII);
        assertThat(verifier.verify(evidence, Expectations.ofReportData(challenge)))
                .isRefusedAs("dcap-collateral-unavailable");
        byte[] other = "egnellahc".getBytes(StandardCharsets.US_ASCII);
        assertThat(verifier.verify(evidence, Expectations.ofReportData(other)))
                .isRefusedAs("report-data-mismatch");
        ((ArrayNode) evidence.get("hcl_report")).set(0x540, IntNode.valueOf(0));
        assertThat(verifier.verify(evidence, Expectations.ofReportData(challenge)))
                .isInstanceOf(VerificationResult.Refused.class);
    }

    @Test
    void isBoundToInitdataByPcr8() {
        byte[] digest = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {5});
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(digest);
        assertThat(Simulation.verify(verifier, VM.evidence(NONCE), expected))
                .isRefusedAs("init-data-mismatch");
        SimulatedAzureTdx vm = SimulatedAzureTdx.boot(PLATFORM, CRYPTO).initdata(digest);
        ObjectNode claims =
                assertThat(Simulation.verify(verifier, vm.evidence(NONCE), expected)).isVerified();
        byte[] extended =
                CRYPTO.digest(HashAlgorithm.SHA256, new byte[32], Arrays.copyOf(digest, 32));
        assertThat(claims.get("init_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(extended));
        assertThat(claims.get("report_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(NONCE));
        assertThat(claims.get("tcb_status").textValue()).isEqualTo("UpToDate");
        assertThat(claims.at("/quote/body/mr_td").textValue()).isEqualTo("7d".repeat(48));
        assertThat(claims.get("user_data_bound").textValue()).isEqualTo("true");
        assertThat(claims.get("tpm")).hasSize(24);
    }

    private VerificationResult verify(JsonNode evidence) {
        return Simulation.verify(verifier, evidence, Expectations.ofReportData(NONCE));
    }

    static AzTdxVtpmVerifier verifier(Path folder, SimulatedIntel vendor) {
        try {
            return AzTdxVtpmVerifier.create(
                    config(folder, vendor), CRYPTO, InstantSource.fixed(NOW));
        } catch (IntelSetupException e) {
            throw new AssertionError(e);
        }
    }

    static IntelConfig config(Path folder, SimulatedIntel vendor) {
        try {
            Path collateral = Files.createDirectories(folder.resolve("collateral"));
            Files.writeString(collateral.resolve("all.json"), vendor.collateral());
            Path root = Files.writeString(folder.resolve("root.pem"), vendor.rootPem());
            return new IntelConfig(List.of(collateral), List.of(root));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
