package dev.fiducia.kbs.jwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.stream.Stream;

class TeePublicKeyTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final ObjectNode EC = TeeKeys.ec(EcCurve.P256, CRYPTO.generateEc(EcCurve.P256));
    private static final ObjectNode RSA = TeeKeys.rsa("RSA-OAEP-256", CRYPTO.generateRsa(2048));

    static Stream<Arguments> requiredMembers() {
        return Stream.of(
                        Stream.of("kty", "crv", "alg", "x", "y")
                                .map(name -> Arguments.of(EC, name)),
                        Stream.of("kty", "alg", "n", "e").map(name -> Arguments.of(RSA, name)))
                .flatMap(s -> s);
    }

    @ParameterizedTest
    @MethodSource("requiredMembers")
    void refusesAMissingMember(ObjectNode key, String name) {
        ObjectNode without = key.deepCopy();
        without.remove(name);

        refused(without);
    }

    @ParameterizedTest
    @MethodSource("requiredMembers")
    void refusesAMemberThatIsNoString(ObjectNode key, String name) {
        refused(key.deepCopy().put(name, 1));
        refused(key.deepCopy().putNull(name));
        refused(key.deepCopy().set(name, JsonNodeFactory.instance.arrayNode()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oct", "OKP", "AKP", "ec", ""})
    void refusesOtherKindsOfKey(String kty) {
        refused(EC.deepCopy().put("kty", kty));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-384", "secp256k1", "P-521", "p-256", ""})
    void refusesOtherCurvesAndCoordinatesOfAnotherCurve(String crv) {
        refused(EC.deepCopy().put("crv", crv));
    }

    @Test
    void refusesAPointOffTheCurve() {
        refused(EC.deepCopy().put("y", EC.get("x").textValue()));
    }

    @Test
    void refusesCoordinatesBeyondThePrime() {
        String beyond =
                Octets.base64url(
                        Octets.fixedLength(
                                BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), 32));

        refused(EC.deepCopy().put("x", beyond));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "==", "*", " ", "A", "AAAA"})
    void refusesCoordinatesOfAnotherFormOrLength(String suffix) {
        refused(EC.deepCopy().put("x", EC.get("x").textValue() + suffix));
    }

    @Test
    void refusesCoordinatesWithoutTheirLeadingZeros() {
        refused(EC.deepCopy().put("x", "AQ").put("y", "AQ"));
    }

    @ParameterizedTest
    @CsvSource({"1024", "2047", "4097"})
    void refusesModuliOutOfBounds(int bits) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);

        refused(RSA.deepCopy().put("n", Octets.base64url(Octets.minimal(modulus))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AA", "AQ", "AQAA", "AwAAAAAB"})
    void refusesExponentsThatDoNotEncrypt(String exponent) {
        refused(RSA.deepCopy().put("e", exponent));
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatThrownBy(() -> TeePublicKey.parse(JsonNodeFactory.instance.textNode("key")))
                .isInstanceOf(TeeKeyException.class);
    }

    @Test
    void dropsMembersThatTheProtocolDoesNotKnow() throws Exception {
        ObjectNode extended = EC.deepCopy().put("kid", "1").put("use", "enc");

        assertThat(TeePublicKey.parse(extended).toJwk()).isEqualTo(EC);
    }

    @Test
    void toleratesLeadingZerosOfAModulus() throws Exception {
        TeePublicKey.Rsa plain = (TeePublicKey.Rsa) TeePublicKey.parse(RSA);
        byte[] padded = Octets.fixedLength(plain.n(), 300);

        TeePublicKey parsed = TeePublicKey.parse(RSA.deepCopy().put("n", Octets.base64url(padded)));

        assertThat(parsed.thumbprint()).isEqualTo(plain.thumbprint());
    }

    @Test
    void thumbprintIsThatOfRfc7638() throws Exception {
        for (ObjectNode key : new ObjectNode[] {EC, RSA}) {
            String expected = JWK.parse(key.toString()).computeThumbprint().toString();

            assertThat(TeePublicKey.parse(key).thumbprint()).isEqualTo(expected);
        }
    }

    private static void refused(com.fasterxml.jackson.databind.JsonNode key) {
        assertThatThrownBy(() -> TeePublicKey.parse(key)).isInstanceOf(TeeKeyException.class);
    }
}
