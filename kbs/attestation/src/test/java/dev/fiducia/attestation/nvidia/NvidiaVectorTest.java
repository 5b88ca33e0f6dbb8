package dev.fiducia.attestation.nvidia;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerificationResultAssert;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A report of a real Hopper GPU, below NVIDIA's own root.
class NvidiaVectorTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] NONCE =
            HexFormat.of()
                    .parseHex("931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb");
    private static final String REPORT = "nvidia/hopperAttestationReport.txt";
    private static final String CHAIN = "nvidia/hopper_cert_chain_case1.txt";

    @ParameterizedTest
    @CsvSource({
        "nvidia/hopper_cert_chain_case2.txt,must have at least the root CA and signing certificates",
        "nvidia/hopper_cert_chain_case3.txt,failed to verify",
        "nvidia/hopper_cert_chain_case4.txt,has no FWID in its signing certificate"
    })
    void refusesBrokenChains(String chain, String message) throws Exception {
        assertThat(verify(report(), chain).isRefusedAs("nvidia-chain-invalid").message())
                .contains(message);
    }

    @Test
    void refusesABitFlippedInEveryPart() throws Exception {
        byte[] report = HexFormat.of().parseHex(report());
        for (int i = 0; i < report.length; i += 29) {
            byte[] flipped = report.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            assertThat(result(HexFormat.of().formatHex(flipped), CHAIN, NONCE))
                    .as("byte %s", i)
                    .isInstanceOf(VerificationResult.Refused.class);
        }
    }

    @Test
    void refusesAnotherNonce() throws Exception {
        assertThat(result(report(), CHAIN, new byte[32])).isRefusedAs("report-data-mismatch");
    }

    @Test
    void givesItsClaims() throws Exception {
        ObjectNode claims = verify(report(), CHAIN).isVerified();
        assertThat(claims.remove("root_of_trust").asText()).isEqualTo("nvidia");
        assertThat(new JsonMapper().readTree(claims.toString()))
                .isEqualTo(Vectors.json("nvidia/hopperAttestationReport-claims.txt"));
        // Whatever stands behind the signature means nothing.
        verify(report() + "00", CHAIN).isVerified();
    }

    private static String report() {
        return new String(Vectors.bytes(REPORT), StandardCharsets.US_ASCII).strip();
    }

    private static VerificationResultAssert verify(String report, String chain) throws Exception {
        return assertThat(result(report, chain, NONCE));
    }

    private static VerificationResult result(String report, String chain, byte[] nonce)
            throws Exception {
        NvidiaVerifier verifier =
                NvidiaVerifier.create(
                        new NvidiaConfig.Local(List.of()),
                        CRYPTO,
                        InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z")));
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        evidence.putArray("device_evidence_list")
                .addObject()
                .put("arch", "HOPPER")
                .put("uuid", "1111-2222-33333-444444-555555")
                .put("evidence", report)
                .put("certificate", Base64.getEncoder().encodeToString(Vectors.bytes(chain)));
        return verifier.verify(evidence, Expectations.ofReportData(nonce));
    }
}
