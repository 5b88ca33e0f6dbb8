package dev.fiducia.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Project Wycheproof's vectors (github.com/C2SP/wycheproof, `testvectors_v1`) on every provider.
///
/// They are in no artifact that a build could fetch, so this runs where `-Dwycheproof=DIR` names a
/// copy: `valid` has to pass, `invalid` to be refused, `acceptable` may be either.
@EnabledIfSystemProperty(named = "wycheproof", matches = ".+")
class WycheproofTest {

    private static final JsonMapper JSON = new JsonMapper();

    /// Whether one case passes.
    private interface Check {
        boolean passes(JsonNode group, JsonNode test) throws GeneralSecurityException, IOException;
    }

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void ecdsa(CryptoPreference preference) throws Exception {
        CryptoSuite crypto = CryptoSuite.create(preference);
        for (String file :
                List.of(
                        "ecdsa_secp256r1_sha256",
                        "ecdsa_secp256r1_sha512",
                        "ecdsa_secp384r1_sha256",
                        "ecdsa_secp384r1_sha384",
                        "ecdsa_secp384r1_sha512",
                        "ecdsa_secp521r1_sha512")) {
            check(
                    preference,
                    file,
                    (group, test) ->
                            crypto.verifyEcdsa(
                                    key(crypto, group),
                                    hash(group),
                                    hex(test, "msg"),
                                    hex(test, "sig")));
        }
        for (String file :
                List.of(
                        "ecdsa_secp256r1_sha256_p1363",
                        "ecdsa_secp384r1_sha384_p1363",
                        "ecdsa_secp521r1_sha512_p1363")) {
            check(
                    preference,
                    file,
                    (group, test) ->
                            crypto.verifyEcdsaRaw(
                                    key(crypto, group),
                                    hash(group),
                                    hex(test, "msg"),
                                    hex(test, "sig")));
        }
    }

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void ecdh(CryptoPreference preference) throws Exception {
        CryptoSuite crypto = CryptoSuite.create(preference);
        for (String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
            check(
                    preference,
                    "ecdh_" + curve,
                    (_, test) -> {
                        PublicKey peer = crypto.ecPublicKey(hex(test, "public"));
                        byte[] shared = crypto.agree(crypto.ecPrivateKey(pkcs8(test, curve)), peer);
                        return Arrays.equals(shared, hex(test, "shared"));
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void rsaPss(CryptoPreference preference) throws Exception {
        CryptoSuite crypto = CryptoSuite.create(preference);
        for (String file :
                List.of(
                        "rsa_pss_2048_sha256_mgf1_32",
                        "rsa_pss_2048_sha384_mgf1_48",
                        "rsa_pss_3072_sha256_mgf1_32",
                        "rsa_pss_4096_sha256_mgf1_32",
                        "rsa_pss_4096_sha384_mgf1_48",
                        "rsa_pss_4096_sha512_mgf1_64")) {
            check(
                    preference,
                    file,
                    (group, test) ->
                            crypto.verifyRsaPss(
                                    crypto.rsaPublicKey(hex(group, "publicKeyDer")),
                                    hash(group),
                                    hex(test, "msg"),
                                    hex(test, "sig")));
        }
    }

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void aesGcm(CryptoPreference preference) throws Exception {
        CryptoSuite crypto = CryptoSuite.create(preference);
        check(
                preference,
                "aes_gcm",
                (group, test) -> {
                    if (group.get("ivSize").intValue() != 96) {
                        // Others than 96 bits are not spoken, so that none of them is genuine.
                        return test.get("result").textValue().equals("valid");
                    }
                    byte[] sealed = concatenated(hex(test, "ct"), hex(test, "tag"));
                    return crypto.decryptAesGcm(
                                    hex(test, "key"), hex(test, "iv"), hex(test, "aad"), sealed)
                            .filter(plain -> Arrays.equals(plain, hex(test, "msg")))
                            .isPresent();
                });
    }

    @ParameterizedTest
    @EnumSource(CryptoPreference.class)
    void aesKeyWrap(CryptoPreference preference) throws Exception {
        CryptoSuite crypto = CryptoSuite.create(preference);
        check(
                preference,
                "aes_wrap",
                (_, test) ->
                        crypto.unwrapKey(hex(test, "key"), hex(test, "ct"))
                                .filter(plain -> Arrays.equals(plain, hex(test, "msg")))
                                .isPresent());
    }

    private static void check(CryptoPreference preference, String file, Check check)
            throws IOException {
        Path path = Path.of(System.getProperty("wycheproof"), file + "_test.json");
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        for (JsonNode group : JSON.readTree(Files.readAllBytes(path)).get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                cases++;
                String result = test.get("result").textValue();
                boolean passes;
                try {
                    passes = check.passes(group, test);
                } catch (GeneralSecurityException e) {
                    passes = false; // a key that isn't taken
                } catch (RuntimeException e) {
                    wrong.add(test.get("tcId") + " throws " + e);
                    continue;
                }
                if (!result.equals("acceptable") && passes != result.equals("valid")) {
                    wrong.add(
                            test.get("tcId")
                                    + " is "
                                    + result
                                    + ", "
                                    + test.get("comment")
                                    + " "
                                    + test.get("flags"));
                }
            }
        }
        System.out.printf(
                "wycheproof %s %s: %d cases, %d wrong%n", preference, file, cases, wrong.size());
        assertThat(wrong).as("%s of %s", file, preference).isEmpty();
    }

    private static PublicKey key(CryptoSuite crypto, JsonNode group)
            throws GeneralSecurityException {
        return crypto.ecPublicKey(hex(group, "publicKeyDer"));
    }

    /// A bare number with the parameters of the curve.
    private static byte[] pkcs8(JsonNode test, String curve) throws IOException {
        int bits = Integer.parseInt(curve.replaceAll("secp|r1", ""));
        BigInteger number = new BigInteger(1, hex(test, "private"));
        AlgorithmIdentifier algorithm =
                SubjectPublicKeyInfo.getInstance(
                                CryptoSuite.create(CryptoPreference.JDK)
                                        .generateEc(EcCurve.valueOf("P" + bits))
                                        .getPublic()
                                        .getEncoded())
                        .getAlgorithm();
        return new PrivateKeyInfo(algorithm, new ECPrivateKey(bits, number)).getEncoded();
    }

    private static HashAlgorithm hash(JsonNode group) {
        return HashAlgorithm.valueOf(group.get("sha").textValue().replace("-", ""));
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] hex(JsonNode object, String name) {
        return HexFormat.of().parseHex(object.get(name).textValue());
    }
}
