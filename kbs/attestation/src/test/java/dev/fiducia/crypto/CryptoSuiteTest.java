package dev.fiducia.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The same vectors on each provider, and each provider against each other.
class CryptoSuiteTest {

    private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);

    private static final Map<CryptoPreference, KeyPair> RSA_KEYS = new ConcurrentHashMap<>();

    private static CryptoSuite suite(CryptoPreference preference) {
        return CryptoSuite.create(preference);
    }

    static Stream<Arguments> pairs() {
        return Stream.of(CryptoPreference.values())
                .flatMap(a -> Stream.of(CryptoPreference.values()).map(b -> Arguments.of(a, b)));
    }

    @ParameterizedTest
    @EnumSource
    void refusesPointsOffTheCurve(CryptoPreference preference) throws Exception {
        byte[] x = hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
        byte[] y = hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462298");
        CryptoSuite crypto = suite(preference);
        assertThatThrownBy(() -> crypto.ecPublicKey(EcCurve.P256, x, y))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> crypto.ecPublicKey(EcCurve.P256, new byte[32], new byte[32]))
                .isInstanceOf(InvalidKeyException.class);
        byte[] beyondField = new byte[33];
        Arrays.fill(beyondField, (byte) 0xFF);
        assertThatThrownBy(() -> crypto.ecPublicKey(EcCurve.P256, beyondField, y))
                .isInstanceOf(InvalidKeyException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesKeysOfDifferentCurvesToAgree(CryptoPreference preference) {
        CryptoSuite crypto = suite(preference);
        KeyPair own = crypto.generateEc(EcCurve.P256);
        KeyPair peer = crypto.generateEc(EcCurve.P384);
        assertThatThrownBy(() -> crypto.agree(own.getPrivate(), peer.getPublic()))
                .isInstanceOf(InvalidKeyException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsNoKey(CryptoPreference preference) {
        CryptoSuite crypto = suite(preference);
        byte[] noise = {0x30, 0x03, 0x02, 0x01, 0x00};
        assertThatThrownBy(() -> crypto.ecPublicKey(noise)).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> crypto.ecPrivateKey(noise))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> crypto.rsaPublicKey(noise))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> crypto.rsaPrivateKey(noise))
                .isInstanceOf(InvalidKeyException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesSignaturesThatAreNotEvenNumbersOfTheCurve(CryptoPreference preference) {
        CryptoSuite crypto = suite(preference);
        PublicKey key = crypto.generateEc(EcCurve.P384).getPublic();
        assertThat(crypto.verifyEcdsaRaw(key, HashAlgorithm.SHA384, SAMPLE, new byte[96]))
                .isFalse();
        assertThat(crypto.verifyEcdsaRaw(key, HashAlgorithm.SHA384, SAMPLE, new byte[95]))
                .isFalse();
        byte[] big = new byte[96];
        Arrays.fill(big, (byte) 0xFF);
        assertThat(crypto.verifyEcdsaRaw(key, HashAlgorithm.SHA384, SAMPLE, big)).isFalse();
        assertThat(crypto.verifyEcdsa(key, HashAlgorithm.SHA384, SAMPLE, new byte[] {0x30, 0x00}))
                .isFalse();
        assertThat(crypto.verifyEcdsa(key, HashAlgorithm.SHA384, SAMPLE, new byte[0])).isFalse();
    }

    /// RFC 6979, A.2.5 and A.2.6.
    @ParameterizedTest
    @EnumSource
    void verifiesTheSignaturesOfRfc6979(CryptoPreference preference) throws Exception {
        CryptoSuite crypto = suite(preference);
        PublicKey p256 =
                crypto.ecPublicKey(
                        EcCurve.P256,
                        hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
                        hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));
        byte[] signature256 =
                hex(
                        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
        assertThat(crypto.verifyEcdsaRaw(p256, HashAlgorithm.SHA256, SAMPLE, signature256))
                .isTrue();
        assertThat(crypto.verifyEcdsaRaw(p256, HashAlgorithm.SHA384, SAMPLE, signature256))
                .isFalse();
        PublicKey p384 =
                crypto.ecPublicKey(
                        EcCurve.P384,
                        hex(
                                "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64"
                                        + "def8f0ea9055866064a254515480bc13"),
                        hex(
                                "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1"
                                        + "288b231c3ae0d4fe7344fd2533264720"));
        byte[] signature384 =
                hex(
                        "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
                                + "81a648152e44acf96e36dd1e80fabe46"
                                + "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
                                + "a329c145786e679e7b82c71a38628ac8");
        assertThat(crypto.verifyEcdsaRaw(p384, HashAlgorithm.SHA384, SAMPLE, signature384))
                .isTrue();
        signature384[95] ^= 1;
        assertThat(crypto.verifyEcdsaRaw(p384, HashAlgorithm.SHA384, SAMPLE, signature384))
                .isFalse();
    }

    /// RFC 5903, 8.1.
    @ParameterizedTest
    @EnumSource
    void agreesOnTheSecretOfRfc5903(CryptoPreference preference) throws Exception {
        CryptoSuite crypto = suite(preference);
        BigInteger scalar =
                new BigInteger(
                        "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433", 16);
        PrivateKey own =
                KeyFactory.getInstance("EC", Providers.SUN_EC)
                        .generatePrivate(new ECPrivateKeySpec(scalar, EcCurve.P256.parameters()));
        PublicKey peer =
                crypto.ecPublicKey(
                        EcCurve.P256,
                        hex("d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"),
                        hex("56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab"));
        assertThat(crypto.agree(own, peer))
                .isEqualTo(hex("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void signsWhatTheOtherVerifies(CryptoPreference signer, CryptoPreference verifier) {
        for (EcCurve curve : EcCurve.values()) {
            KeyPair keys = suite(signer).generateEc(curve);
            byte[] der = suite(signer).signEcdsa(keys.getPrivate(), HashAlgorithm.SHA512, SAMPLE);
            byte[] raw =
                    suite(signer).signEcdsaRaw(keys.getPrivate(), HashAlgorithm.SHA256, SAMPLE);
            CryptoSuite other = suite(verifier);
            assertThat(other.verifyEcdsa(keys.getPublic(), HashAlgorithm.SHA512, SAMPLE, der))
                    .isTrue();
            assertThat(other.verifyEcdsaRaw(keys.getPublic(), HashAlgorithm.SHA256, SAMPLE, raw))
                    .isTrue();
            assertThat(
                            other.verifyEcdsaRaw(
                                    keys.getPublic(), HashAlgorithm.SHA256, new byte[1], raw))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void agreesWithTheOther(CryptoPreference one, CryptoPreference two) throws Exception {
        for (EcCurve curve : EcCurve.values()) {
            KeyPair ours = suite(one).generateEc(curve);
            KeyPair theirs = suite(two).generateEc(curve);
            assertThat(suite(one).agree(ours.getPrivate(), theirs.getPublic()))
                    .isEqualTo(suite(two).agree(theirs.getPrivate(), ours.getPublic()))
                    .hasSize(curve.coordinateLength());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void worksOnRsaKeysOfTheOther(CryptoPreference one, CryptoPreference two) throws Exception {
        KeyPair keys = RSA_KEYS.computeIfAbsent(one, p -> suite(p).generateRsa(2048));
        byte[] signature = suite(two).signRsaPss(keys.getPrivate(), HashAlgorithm.SHA384, SAMPLE);
        assertThat(
                        suite(one)
                                .verifyRsaPss(
                                        keys.getPublic(), HashAlgorithm.SHA384, SAMPLE, signature))
                .isTrue();
        assertThat(
                        suite(one)
                                .verifyRsaPss(
                                        keys.getPublic(), HashAlgorithm.SHA256, SAMPLE, signature))
                .isFalse();
        assertThat(
                        suite(one)
                                .verifyRsaPss(
                                        keys.getPublic(),
                                        HashAlgorithm.SHA384,
                                        SAMPLE,
                                        new byte[7]))
                .isFalse();
        byte[] sealed = suite(one).encryptRsaOaep256(keys.getPublic(), SAMPLE);
        assertThat(suite(two).decryptRsaOaep256(keys.getPrivate(), sealed).orElseThrow())
                .isEqualTo(SAMPLE);
        sealed[5] ^= 1;
        assertThat(suite(two).decryptRsaOaep256(keys.getPrivate(), sealed)).isEmpty();
        assertThat(suite(two).decryptRsaOaep256(keys.getPrivate(), new byte[3])).isEmpty();
    }

    @Test
    void hashesAsStandardsSay() {
        CryptoSuite crypto = suite(CryptoPreference.AUTO);
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(crypto.digest(HashAlgorithm.SHA256, abc))
                .isEqualTo(hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(crypto.digest(HashAlgorithm.SM3, abc))
                .isEqualTo(hex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
        assertThat(crypto.digest(HashAlgorithm.SHA384, new byte[] {'a'}, new byte[] {'b', 'c'}))
                .isEqualTo(crypto.digest(HashAlgorithm.SHA384, abc))
                .hasSize(48);
    }

    /// RFC 4231, test case 1.
    @Test
    void authenticatesAsRfc4231Says() {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);
        byte[] data = "Hi There".getBytes(StandardCharsets.US_ASCII);
        assertThat(suite(CryptoPreference.AUTO).hmac(HashAlgorithm.SHA256, key, data))
                .isEqualTo(hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
    }

    /// GCM specification, test case 14.
    @Test
    void encryptsAsTheGcmSpecificationSays() {
        CryptoSuite crypto = suite(CryptoPreference.AUTO);
        byte[] none = new byte[0];
        byte[] sealed = crypto.encryptAesGcm(new byte[32], new byte[12], none, new byte[16]);
        assertThat(sealed)
                .isEqualTo(hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"));
        assertThat(crypto.decryptAesGcm(new byte[32], new byte[12], none, sealed).orElseThrow())
                .isEqualTo(new byte[16]);
        assertThat(crypto.decryptAesGcm(new byte[32], new byte[12], new byte[1], sealed)).isEmpty();
        assertThat(crypto.decryptAesGcm(new byte[32], new byte[12], none, new byte[15])).isEmpty();
    }

    /// RFC 3394, 4.1.
    @Test
    void wrapsKeysAsRfc3394Says() {
        CryptoSuite crypto = suite(CryptoPreference.AUTO);
        byte[] wrapping = hex("000102030405060708090a0b0c0d0e0f");
        byte[] key = hex("00112233445566778899aabbccddeeff");
        byte[] wrapped = crypto.wrapKey(wrapping, key);
        assertThat(wrapped).isEqualTo(hex("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"));
        assertThat(crypto.unwrapKey(wrapping, wrapped).orElseThrow()).isEqualTo(key);
        wrapped[0] ^= 1;
        assertThat(crypto.unwrapKey(wrapping, wrapped)).isEmpty();
        assertThat(crypto.unwrapKey(wrapping, new byte[9])).isEmpty();
    }

    @Test
    void warnsWhenAcceleratedCryptoCannotLoad() {
        Providers without =
                Providers.choose(
                        CryptoPreference.ACCP,
                        () -> {
                            throw new Providers.UnavailableException("no native library");
                        });
        CryptoReport report = CryptoSuite.of(CryptoPreference.ACCP, without).describe();
        assertThat(report.warnings()).singleElement().asString().contains("no native library");
        assertThat(report.summary()).contains("EC sign, verify, agree, generate: BC 1.");
    }

    @Test
    void keepsProvidersOutOfTheGlobalList() {
        suite(CryptoPreference.AUTO).generateEc(EcCurve.P256);
        assertThat(Security.getProviders())
                .extracting(Provider::getName)
                .doesNotContain("BC", "AmazonCorrettoCryptoProvider");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
