package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;

/// What is only larger than we read ends the evaluation: as an ordinary failure it would be
/// undefined, and so true below `not`.
class LimitErrorsTest {
    private static final KeyPair ROOT = TestKeys.ec("P-256");
    private static final KeyPair OTHER = TestKeys.ec("P-256");
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(17_000).add(BigInteger.ONE);
    private static final String DEEP = "[".repeat(1000) + "]".repeat(1000);
    private static final String TOKEN = "e30.e30.AA";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crypto.x509.parse_certificates",
                "crypto.x509.parse_certificate_request",
                "crypto.x509.parse_and_verify_certificates",
            })
    void nestedStructures(String name) throws IOException {
        assertLimit(() -> call(name, base64(nested())), "malformed certificate");
    }

    @ParameterizedTest
    @CsvSource({"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void nestedKeys(String type) throws IOException {
        String pem = TestKeys.pem(type, nested());
        assertLimit(() -> call("crypto.parse_private_keys", pem), "private key");
        assertLimit(() -> call("crypto.x509.parse_rsa_private_key", pem), "private key");
        String certificate = TestKeys.pem(authority("CN=Root", ROOT).signedBy("CN=Root", ROOT));
        assertLimit(() -> call("crypto.x509.parse_keypair", certificate, pem), "private key");
    }

    @Test
    void longKeys() throws IOException {
        var info =
                new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(
                                PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        new RSAPublicKey(MODULUS, BigInteger.valueOf(65_537)));
        String pem = TestKeys.pem("PUBLIC KEY", info.getEncoded());
        assertLimit(() -> call("io.jwt.verify_rs256", TOKEN, pem), "RSA modulus of more than");
        String jwk =
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"%s\"}"
                        .formatted(
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(MODULUS.toByteArray()));
        assertLimit(() -> call("io.jwt.verify_rs256", TOKEN, jwk), "RSA modulus of more than");
        assertLimit(
                () ->
                        Calls.call(
                                Calls.context(),
                                "io.jwt.decode_verify",
                                RegoString.of(TOKEN),
                                RegoObject.of("cert", RegoString.of(jwk))),
                "RSA modulus of more than");
    }

    @Test
    void deepJson() {
        String key = "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}";
        String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
        assertLimit(() -> call("io.jwt.verify_rs256", TOKEN, DEEP), "JWK");
        assertLimit(() -> call("io.jwt.encode_sign_raw", header, "{}", DEEP), "jwk.Parse");
        assertLimit(() -> call("io.jwt.encode_sign_raw", header, DEEP, key), "payload");
        assertLimit(() -> call("io.jwt.encode_sign_raw", DEEP, "{}", key), "header");
        String deep =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(DEEP.getBytes(StandardCharsets.US_ASCII));
        assertLimit(() -> call("io.jwt.decode", deep + ".e30.AA"), "bad JWT header");
        assertLimit(() -> call("io.jwt.decode", "e30." + deep + ".AA"), "");
    }

    @Test
    void manyCertificates() throws Exception {
        var one = authority("CN=Root", ROOT).signedBy("CN=Root", ROOT).getEncoded();
        var many = new byte[one.length * 1001];
        for (int i = 0; i < many.length; i += one.length) {
            System.arraycopy(one, 0, many, i, one.length);
        }
        assertLimit(
                () -> call("crypto.x509.parse_certificates", base64(many)),
                "more than 1000 certificates");
    }

    /// Copies of a certificate of the right name keep the search from the one that signed.
    @Test
    void manySignatures() throws Exception {
        String root = TestKeys.pem(authority("CN=Root", ROOT).signedBy("CN=Root", ROOT));
        String stranger = TestKeys.pem(authority("CN=Middle", OTHER).signedBy("CN=Root", ROOT));
        String leaf =
                TestKeys.pem(
                        authority("CN=Leaf", OTHER)
                                .leaf(new GeneralName(GeneralName.dNSName, "a"))
                                .signedBy("CN=Middle", ROOT));
        assertThat(verified(root + stranger.repeat(100) + leaf)).startsWith("[false,");
        assertLimit(() -> verified(root + stranger.repeat(101) + leaf), "signature check attempts");
    }

    @Test
    void manyNameComparisons() throws Exception {
        String chain =
                TestKeys.pem(
                                authority("CN=Root", ROOT)
                                        .permitting("example.com")
                                        .signedBy("CN=Root", ROOT))
                        + TestKeys.pem(
                                authority("CN=Leaf", OTHER)
                                        .leaf(new GeneralName(GeneralName.dNSName, "a.example.com"))
                                        .signedBy("CN=Root", ROOT));
        assertThat(verified(chain)).startsWith("[true,");
        assertLimit(() -> verified(chain, -1), "too many comparisons");
        assertThat(verified(chain, 1)).startsWith("[true,");
    }

    @Test
    void largeSchemas() {
        String deep = "{\"not\":".repeat(250) + "{}" + "}".repeat(250);
        assertLimit(() -> call("json.verify_schema", deep), "nested deeper");
        assertLimit(() -> call("json.match_schema", "{}", deep), "nested deeper");
        String pattern = "{\"pattern\":\"(a{1000}){1000}\"}";
        assertLimit(() -> call("json.verify_schema", pattern), "expression too large");
        assertLimit(() -> call("json.match_schema", "{}", pattern), "expression too large");
        String patterns = "{\"patternProperties\":{\"(a{1000}){1000}\":{}}}";
        assertLimit(() -> call("json.verify_schema", patterns), "expression too large");
        String format = "{\"properties\":{\"a\":{\"format\":\"regex\"}}}";
        String document = "{\"a\":\"(a{1000}){1000}\"}";
        assertLimit(() -> call("json.match_schema", document, format), "expression too large");
        assertLimit(() -> call("json.match_schema", "{}", "{\"$ref\":\"#\"}"), "deeper than");
    }

    @Test
    void aliasesOfYaml() {
        String text = "a: &a [" + "1,".repeat(1000) + "1]\nb: [" + "*a,".repeat(250) + "*a]\n";
        assertLimit(() -> call("yaml.unmarshal", text), "excessive aliasing");
        assertLimit(() -> call("yaml.is_valid", text), "excessive aliasing");
    }

    /// Deeper than Bouncy Castle reads.
    private static byte[] nested() throws IOException {
        var inner = new DERSequence();
        for (int i = 0; i < 70; i++) {
            var around = new ASN1EncodableVector();
            around.add(inner);
            inner = new DERSequence(around);
        }
        return inner.getEncoded();
    }

    private static TestKeys.Certificate authority(String name, KeyPair key) {
        return new TestKeys.Certificate(name, key);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String verified(String chain) throws BuiltinException {
        return verified(chain, 0);
    }

    private static String verified(String chain, long comparisons) throws BuiltinException {
        return Calls.call(
                roomy(),
                "crypto.x509.parse_and_verify_certificates_with_options",
                RegoString.of(chain),
                RegoObject.of("MaxConstraintComparisons", RegoValue.of(comparisons)));
    }

    private static String call(String name, String... texts) throws BuiltinException {
        var arguments = new RegoValue[texts.length];
        for (int i = 0; i < texts.length; i++) {
            arguments[i] = RegoString.of(texts[i]);
        }
        return Calls.call(roomy(), name, arguments);
    }

    /// With a budget that none of these calls uses up.
    private static BuiltinContext roomy() {
        return BuiltinContext.of(
                Instant.parse("2026-01-02T03:04:05Z"), Budget.of(1_000_000_000, 1_000_000_000));
    }

    private static void assertLimit(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(BuiltinException.class))
                .returns(BuiltinException.Kind.LIMIT, BuiltinException::kind);
    }
}
