package dev.fiducia.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;
import java.util.HexFormat;

class TeeKeyTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.JDK);
    private static final String NONCE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Test
    void opensThePublishedExample() throws GuestException {
        assertThat(JweVector.recipient(CRYPTO).open(json(JweVector.JWE)))
                .asString()
                .isEqualTo("shhhhhhh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"enc\":\"A256GCM\",\"alg\":\"ECDH-ES+A256KW\",\"epk\":%s}",
                "{\"epk\":%s,\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\"}",
                "{\"alg\": \"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"epk\":%s}",
            })
    void theHeaderIsRenderedAnewSoItsFormDoesNotReachTheCheck(String header) throws GuestException {
        // The example's tag is over the rendered form; a string in another form hides nothing from
        // us.
        String epk =
                JweVector.HEADER.substring(
                        JweVector.HEADER.indexOf("{\"crv\""), JweVector.HEADER.length() - 1);

        assertThat(JweVector.recipient(CRYPTO).open(json(JweVector.jwe(header.formatted(epk)))))
                .hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"enc\":\"A256GCM\"|\"enc\":\"A128GCM\"",
                "\"kty\":\"EC\",|",
                "\"enc\"|\"apu\":\"x\",\"enc\"",
                "P-256|P-384",
                "P-256|P-999",
                "gI0G|gI0H",
                "ECDH-ES+A256KW|RSA-OAEP-256",
                "ECDH-ES+A256KW|dir",
                "\"enc\":\"A256GCM\"|\"enc\":1",
            })
    void refusesAnyOtherHeader(String change) {
        String[] fromTo = change.split("\\|", 2);
        String header = JweVector.HEADER.replace(fromTo[0], fromTo[1]);

        assertThat(refused(json(JweVector.jwe(header))).failure())
                .isEqualTo(GuestFailure.DECRYPTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protected", "encrypted_key", "iv", "ciphertext", "tag"})
    void refusesMissingPaddedAndAlteredMembers(String member) {
        ObjectNode missing = json(JweVector.JWE).deepCopy();
        missing.remove(member);
        ObjectNode padded = json(JweVector.JWE).deepCopy();
        padded.put(member, padded.path(member).asText() + "==");
        ObjectNode altered = json(JweVector.JWE).deepCopy();
        altered.put(member, "BBBB" + altered.path(member).asText().substring(4));

        assertThat(refused(missing).failure()).isEqualTo(GuestFailure.DECRYPTION);
        assertThat(refused(padded).failure()).isEqualTo(GuestFailure.DECRYPTION);
        assertThat(refused(altered).failure()).isEqualTo(GuestFailure.DECRYPTION);
    }

    @Test
    void reportDataIsThatOfTheProtocolsVectors() {
        RuntimeData data = new RuntimeData(NONCE, JweVector.recipient(CRYPTO).publicJwk());

        assertThat(
                        Base64.getEncoder()
                                .encodeToString(data.primary("", HashAlgorithm.SHA384, CRYPTO)))
                .isEqualTo("36ZdSYMVISva+IVyMc8EghcpM9snHxWFa/MNtEcifrWx3Z4p/MH7kHb7AHksO7fn");
        assertThat(hex(data.primary("", HashAlgorithm.SHA256, CRYPTO)))
                .isEqualTo("12ca65009a0e2f7928be9ffe3a9c4c4a4f9d2005cbb04e4cafb5813fec10174a");
        assertThat(hex(data.device(HashAlgorithm.SHA384, CRYPTO)))
                .isEqualTo(
                        "cc12bca78af3e46d9ddb68eb97122047abb52703f1cec34bd0adc12c5ac8c860"
                                + "b1ada6c8729e54f2172908b77572364a");
    }

    @Test
    void stringsAreEscapedAsRfc8785Does() {
        assertThat(RuntimeData.quoted("\"\\\b\t\n\f\r\u0001\u001f/é€😀\u007f"))
                .isEqualTo("\"\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f/é€😀\u007f\"");
    }

    @ParameterizedTest
    @EnumSource(TeeKeyAlgorithm.class)
    void survivesItsPemForm(TeeKeyAlgorithm algorithm) throws GuestException {
        TeeKey key = TeeKey.generate(algorithm, CRYPTO);

        assertThat(TeeKey.ofPem(key.toPem(), CRYPTO).publicJwk()).isEqualTo(key.publicJwk());
        assertThat(TeeKeyAlgorithm.of(algorithm.configName())).contains(algorithm);
    }

    @Test
    void readsRsaInPkcs1() throws GuestException, IOException {
        TeeKey key = TeeKey.generate(TeeKeyAlgorithm.RSA_OAEP_256, CRYPTO);
        try (PEMParser parser = new PEMParser(new StringReader(key.toPem()))) {
            byte[] pkcs1 =
                    ((PrivateKeyInfo) parser.readObject())
                            .parsePrivateKey()
                            .toASN1Primitive()
                            .getEncoded();
            String pem =
                    "-----BEGIN RSA PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(pkcs1)
                            + "\n-----END RSA PRIVATE KEY-----\n";

            assertThat(TeeKey.ofPem(pem, CRYPTO).publicJwk()).isEqualTo(key.publicJwk());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void refusesOtherPem(String pem) {
        GuestException refusal =
                catchThrowableOfType(GuestException.class, () -> TeeKey.ofPem(pem, CRYPTO));

        assertThat(refusal.failure()).isEqualTo(GuestFailure.USAGE);
    }

    @Test
    void printsNoPrivateKey() {
        TeeKey key = JweVector.recipient(CRYPTO);

        assertThat(key.toString()).contains(JweVector.X).doesNotContain("jpsQ");
        assertThat(key.publicJwk().has("d")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kbs:///default/test/secret",
                "kbs://example.com:8080/default/test/secret",
                "kbs+resource:///default/test/secret",
                "default/test/secret"
            })
    void resourceUris(String uri) throws GuestException {
        assertThat(ResourceUri.parse(uri).target()).isEqualTo("/resource/default/test/secret");
    }

    @Test
    void urisOfPluginsKeepTheirQuery() throws GuestException {
        assertThat(ResourceUri.parse("kbs+nebula-ca:///credential?ip=1.2.3.4").target())
                .isEqualTo("/nebula-ca/credential?ip=1.2.3.4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b",
                "a/b/c/d",
                "http://x/a/b/c",
                "kbs:///a/b",
                "kbs:///",
                "kbs://x",
                "a//c"
            })
    void otherUrisAreRefused(String uri) {
        GuestException refusal =
                catchThrowableOfType(GuestException.class, () -> ResourceUri.parse(uri));

        assertThat(refusal.failure()).isEqualTo(GuestFailure.USAGE);
    }

    private static GuestException refused(JsonNode jwe) {
        return catchThrowableOfType(
                GuestException.class, () -> JweVector.recipient(CRYPTO).open(jwe));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
