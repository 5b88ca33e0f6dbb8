package dev.fiducia.kbs.jwe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/// The fixed exchange of the specification (RFC 7517's sample key), reproduced byte by byte with
/// every provider.
class JweVectorTest {
    private static final String X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private static final String Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    private static final String EPHEMERAL_X = "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0";
    private static final String EPHEMERAL_Y = "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps";
    private static final String EPHEMERAL_D = "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo";

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void reproducesTheVector(CryptoPreference preference) throws Exception {
        CryptoSuite crypto = CryptoSuite.create(preference);
        JweSealer sealer = JweSealer.of(crypto);
        byte[] contentKey =
                HexFormat.of()
                        .parseHex(
                                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        byte[] iv = HexFormat.of().parseHex("000102030405060708090a0b");
        TeePublicKey.Ec recipient =
                (TeePublicKey.Ec) TeePublicKey.parse(TeeKeys.ec("P-256", "ECDH-ES+A256KW", X, Y));

        Jwe jwe =
                sealer.seal(
                        sealer.agree(recipient, ephemeral(crypto), contentKey),
                        contentKey,
                        iv,
                        "shhhhhhh".getBytes(StandardCharsets.US_ASCII));

        assertThat(
                        new String(
                                Base64.getUrlDecoder().decode(jwe.protectedHeader()),
                                StandardCharsets.US_ASCII))
                .isEqualTo(
                        "{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"epk\":{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}}"
                                .formatted(EPHEMERAL_X, EPHEMERAL_Y));
        assertThat(jwe.encryptedKey())
                .isEqualTo("7R6UjCuiixFLDIzKgrY3i12gyo0yhwLG3QQ_UEvAnZk2SBZY5mrvoQ");
        assertThat(jwe.iv()).isEqualTo("AAECAwQFBgcICQoL");
        assertThat(jwe.ciphertext()).isEqualTo("NGq-c62NqnM");
        assertThat(jwe.tag()).isEqualTo("jU5qgZTmuz8ivmu5_eqohQ");
    }

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void derivesTheWrappingKeyOfTheVector(CryptoPreference preference) {
        byte[] z =
                HexFormat.of()
                        .parseHex(
                                "15d5a2cd9fe04a06566a8155190dff890d967ee896e7e2a70ac24d281f74604a");

        assertThat(ConcatKdf.wrappingKey(CryptoSuite.create(preference), z))
                .asHexString()
                .isEqualToIgnoringCase(
                        "667c269a83bd5281b02a7e926c57f04ca347cd1ecbab4fbdd8a96ea601b88fdd");
    }

    private static KeyPair ephemeral(CryptoSuite crypto) throws Exception {
        PrivateKey foreign =
                KeyFactory.getInstance("EC", "SunEC")
                        .generatePrivate(
                                new ECPrivateKeySpec(
                                        new BigInteger(
                                                1, Base64.getUrlDecoder().decode(EPHEMERAL_D)),
                                        EcCurve.P256.parameters()));
        return new KeyPair(
                crypto.ecPublicKey(
                        EcCurve.P256,
                        Base64.getUrlDecoder().decode(EPHEMERAL_X),
                        Base64.getUrlDecoder().decode(EPHEMERAL_Y)),
                crypto.ecPrivateKey(foreign.getEncoded()));
    }
}
