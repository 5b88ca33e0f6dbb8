package dev.fiducia.kbs.jwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;

class JweSealerTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] SECRET = "a secret of any length".getBytes(StandardCharsets.UTF_8);
    private static final KeyPair RSA = CRYPTO.generateRsa(2048);

    @Test
    void refusesRsa15UnlessAllowed() throws Exception {
        TeePublicKey key = TeePublicKey.parse(TeeKeys.rsa("RSA1_5", RSA));

        assertThatThrownBy(() -> JweSealer.of(CRYPTO).encrypt(key, SECRET))
                .isInstanceOf(JweException.class);
        assertThat(nimbus(JweSealer.allowingInsecureRsa15(CRYPTO).encrypt(key, SECRET), RSA))
                .isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-OAEP", "RSA-OAEP-512", "ECDH-ES+A256KW", "dir", "none", ""})
    void refusesOtherAlgorithmsForRsaKeys(String algorithm) throws Exception {
        TeePublicKey key = TeePublicKey.parse(TeeKeys.rsa(algorithm, RSA));

        assertThatThrownBy(() -> JweSealer.allowingInsecureRsa15(CRYPTO).encrypt(key, SECRET))
                .isInstanceOf(JweException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECDH-ES", "ECDH-ES+A128KW", "RSA-OAEP-256", "ecdh-es+a256kw"})
    void refusesOtherAlgorithmsForEcKeys(String algorithm) throws Exception {
        TeePublicKey key =
                TeePublicKey.parse(
                        TeeKeys.ec(EcCurve.P256, CRYPTO.generateEc(EcCurve.P256))
                                .put("alg", algorithm));

        assertThatThrownBy(() -> JweSealer.of(CRYPTO).encrypt(key, SECRET))
                .isInstanceOf(JweException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "P521"})
    void anIndependentLibraryOpensEcMessages(EcCurve curve) throws Exception {
        KeyPair pair = CryptoSuite.create(CryptoPreference.JDK).generateEc(curve);
        TeePublicKey key = TeePublicKey.parse(TeeKeys.ec(curve, pair));

        assertThat(nimbus(JweSealer.of(CRYPTO).encrypt(key, SECRET), pair)).isEqualTo(SECRET);
    }

    @Test
    void anIndependentLibraryOpensRsaMessages() throws Exception {
        TeePublicKey key = TeePublicKey.parse(TeeKeys.rsa("RSA-OAEP-256", RSA));

        Jwe jwe = JweSealer.of(CRYPTO).encrypt(key, SECRET);

        assertThat(nimbus(jwe, RSA)).isEqualTo(SECRET);
        assertThat(
                        new String(
                                Base64.getUrlDecoder().decode(jwe.protectedHeader()),
                                StandardCharsets.US_ASCII))
                .isEqualTo("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}");
    }

    @Test
    void theGuestsSideOpensWhatWasSealed() throws Exception {
        JweOpener opener = new JweOpener(CRYPTO);
        KeyPair pair = CRYPTO.generateEc(EcCurve.P521);
        Jwe forEc =
                JweSealer.of(CRYPTO)
                        .encrypt(TeePublicKey.parse(TeeKeys.ec(EcCurve.P521, pair)), SECRET);
        Jwe forRsa =
                JweSealer.of(CRYPTO)
                        .encrypt(TeePublicKey.parse(TeeKeys.rsa("RSA-OAEP-256", RSA)), SECRET);

        assertThat(opener.open(pair.getPrivate(), forEc.toJson())).isEqualTo(SECRET);
        assertThat(opener.open(RSA.getPrivate(), forRsa.toJson())).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protected", "encrypted_key", "iv", "ciphertext", "tag"})
    void anAlteredMessageDoesNotOpen(String member) throws Exception {
        KeyPair pair = CRYPTO.generateEc(EcCurve.P256);
        var message =
                JweSealer.of(CRYPTO)
                        .encrypt(TeePublicKey.parse(TeeKeys.ec(EcCurve.P256, pair)), SECRET)
                        .toJson();
        byte[] bytes = Base64.getUrlDecoder().decode(message.get(member).textValue());
        bytes[bytes.length / 2] ^= 1;
        message.put(member, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));

        assertThatThrownBy(() -> new JweOpener(CRYPTO).open(pair.getPrivate(), message))
                .isInstanceOf(JweException.class);
    }

    @Test
    void neverUsesAKeyOrNonceTwice() throws Exception {
        TeePublicKey key =
                TeePublicKey.parse(TeeKeys.ec(EcCurve.P256, CRYPTO.generateEc(EcCurve.P256)));

        Jwe one = JweSealer.of(CRYPTO).encrypt(key, SECRET);
        Jwe two = JweSealer.of(CRYPTO).encrypt(key, SECRET);

        assertThat(one.iv()).isNotEqualTo(two.iv());
        assertThat(one.protectedHeader()).isNotEqualTo(two.protectedHeader());
        assertThat(one.ciphertext()).isNotEqualTo(two.ciphertext());
    }

    @Property(tries = 50)
    void everyPlaintextComesBack(@ForAll @Size(max = 5000) byte[] plaintext) throws Exception {
        KeyPair pair = CRYPTO.generateEc(EcCurve.P256);
        Jwe jwe =
                JweSealer.of(CRYPTO)
                        .encrypt(TeePublicKey.parse(TeeKeys.ec(EcCurve.P256, pair)), plaintext);

        assertThat(new JweOpener(CRYPTO).open(pair.getPrivate(), jwe.toJson()))
                .isEqualTo(plaintext);
    }

    private static byte[] nimbus(Jwe jwe, KeyPair pair) throws Exception {
        JWEObject parsed =
                JWEObject.parse(
                        String.join(
                                ".",
                                jwe.protectedHeader(),
                                jwe.encryptedKey(),
                                jwe.iv(),
                                jwe.ciphertext(),
                                jwe.tag()));
        parsed.decrypt(
                pair.getPrivate() instanceof ECPrivateKey ec
                        ? new ECDHDecrypter(ec)
                        : new RSADecrypter(pair.getPrivate()));
        return parsed.getPayload().toBytes();
    }
}
