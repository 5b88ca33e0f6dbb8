package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.intel.SgxVerifier;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;

class SimulatedSgxTest {

    private static final SimulatedIntel VENDOR = SimulatedIntel.create(NOW, CRYPTO);
    private static final SimulatedTdx PLATFORM = VENDOR.platform();
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final byte[] INITDATA = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {2});

    @TempDir Path folder;
    private SgxVerifier verifier;

    @BeforeEach
    void prepare() throws Exception {
        verifier =
                SgxVerifier.create(
                        SimulatedAzureTdxTest.config(folder, VENDOR),
                        CRYPTO,
                        InstantSource.fixed(NOW));
    }

    @Test
    void isRefusedForAnotherHandshakeOrInitdata() {
        ObjectNode evidence =
                PLATFORM.enclaveQuote().reportData(NONCE).configId(INITDATA).evidence();
        assertThat(verifier.verify(evidence, Expectations.ofReportData(INITDATA)))
                .isRefusedAs("report-data-mismatch");
        assertThat(verifier.verify(evidence, Expectations.none().withInitDataDigest(NONCE)))
                .isRefusedAs("init-data-mismatch");
    }

    @Test
    void isRefusedAsTheOtherTee() {
        assertThat(verifier.verify(PLATFORM.quote().evidence(), Expectations.none()))
                .isRefusedAs("dcap-version-unsupported");
    }

    @Test
    void refusesEveryFlippedBitOfWhatIsSigned() {
        byte[] quote = PLATFORM.enclaveQuote().reportData(NONCE).bytes();
        for (int bit = 0; bit < (48 + 384) * Byte.SIZE; bit += 3) {
            byte[] flipped = quote.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(verifier.verify(evidence(flipped), Expectations.none()))
                    .as("bit %d", bit)
                    .isInstanceOf(VerificationResult.Refused.class);
        }
    }

    /// A real enclave's quote is genuine, but nobody has Intel's collateral for it here.
    @Test
    void getsAsFarAsCollateralWithARealQuote() {
        ObjectNode evidence = evidence(Vectors.bytes("occlum_quote.dat"));
        assertThat(verifier.verify(evidence, Expectations.none()))
                .isRefusedAs("dcap-collateral-unavailable");
    }

    @Test
    void isVerifiedWithDigestsFittedToTheirFields() {
        ObjectNode evidence =
                PLATFORM.enclaveQuote().reportData(NONCE).configId(INITDATA).debug().evidence();
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(INITDATA);
        ObjectNode claims = assertThat(verifier.verify(evidence, expected)).isVerified();
        assertThat(claims.get("init_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(INITDATA) + "0".repeat(32));
        assertThat(claims.get("tcb_status").textValue()).isEqualTo("UpToDate");
        assertThat(claims.get("body").get("attributes.flags").textValue())
                .isEqualTo("0700000000000000");
    }

    private static ObjectNode evidence(byte[] quote) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("quote", Base64.getEncoder().encodeToString(quote));
    }
}
