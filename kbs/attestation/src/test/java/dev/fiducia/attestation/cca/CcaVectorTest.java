package dev.fiducia.attestation.cca;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A token that Arm's reference software made, under the trust anchor that is published with it.
class CcaVectorTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] CHALLENGE =
            HexFormat.of()
                    .parseHex(
                            "57e979ae2618de0c1ab73144c440d741cf9236dc9d52ed190053382a4d190252"
                                    + "f9f0370403c35dcb155fb4362d73c66d5b0494bf939315d3dc52b8cdc8b85a96");

    @TempDir Path folder;

    @Test
    void refusesAnyBitFlipped() throws Exception {
        CcaVerifier verifier = verifier();
        byte[] token = Vectors.bytes("cca/misc/cca-example-token.cbor");
        // Signatures are the slow part: one bit of each byte is enough here.
        for (int i = 0; i < token.length; i++) {
            byte[] flipped = token.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            assertThat(verify(verifier, flipped, CHALLENGE))
                    .as("byte %s", i)
                    .isInstanceOf(VerificationResult.Refused.class);
        }
    }

    @Test
    void refusesAnotherChallenge() throws Exception {
        byte[] token = Vectors.bytes("cca/misc/cca-example-token.cbor");
        assertThat(verify(verifier(), token, new byte[64])).isRefusedAs("report-data-mismatch");
    }

    @Test
    void givesItsClaims() throws Exception {
        byte[] token = Vectors.bytes("cca/misc/cca-example-token.cbor");
        ObjectNode claims = assertThat(verify(verifier(), token, CHALLENGE)).isVerified();
        assertThat(claims.path("report_data").asText())
                .isEqualTo(HexFormat.of().formatHex(CHALLENGE));
        assertThat(claims.path("init_data").asText()).isEqualTo("00".repeat(64));
        byte[] rim =
                Base64.getDecoder()
                        .decode(claims.at("/realm/cca-realm-initial-measurement").asText());
        assertThat(HexFormat.of().formatHex(rim)).startsWith("ae87fbf7f105e71a");
        assertThat(claims.at("/platform/cca-platform-lifecycle").asInt()).isEqualTo(0x3003);
        assertThat(claims.at("/platform/cca-platform-sw-components")).hasSize(13);
    }

    private CcaVerifier verifier() throws Exception {
        Path anchors = folder.resolve("tastore.json");
        Files.write(anchors, Vectors.bytes("cca/conf/tastore.json"));
        return CcaVerifier.create(List.of(anchors), CRYPTO);
    }

    private static VerificationResult verify(CcaVerifier verifier, byte[] token, byte[] challenge) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ArrayNode array = evidence.putArray("token");
        for (byte b : token) {
            array.add(Byte.toUnsignedInt(b));
        }
        return verifier.verify(evidence, Expectations.ofReportData(challenge));
    }
}
