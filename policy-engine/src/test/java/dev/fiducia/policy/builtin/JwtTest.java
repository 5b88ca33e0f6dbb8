package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;

class JwtTest {
    private static final KeyPair RSA = TestKeys.rsa();
    private static final KeyPair P256 = TestKeys.ec("P-256");
    private static final KeyPair P384 = TestKeys.ec("P-384");
    private static final KeyPair P521 = TestKeys.ec("P-521");
    private static final KeyPair ED = TestKeys.ed25519();
    private static final String SECRET = "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}";

    private static String jwk(KeyPair pair) throws BuiltinException {
        String pem = TestKeys.pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        return Calls.call(Calls.context(), "crypto.x509.parse_rsa_private_key", RegoString.of(pem));
    }

    private static String publicPem(KeyPair pair) {
        return TestKeys.pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private static KeyPair pair(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> P256;
            case "ES384" -> P384;
            case "ES512" -> P521;
            default -> RSA;
        };
    }

    private static String signed(String algorithm, String jwk, String payload)
            throws BuiltinException {
        String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
        return text(
                "io.jwt.encode_sign_raw",
                RegoString.of(header),
                RegoString.of(payload),
                RegoString.of(jwk));
    }

    private static String text(String name, RegoValue... arguments) throws BuiltinException {
        String json = Calls.call(Calls.context(), name, arguments);
        return json.substring(1, json.length() - 1);
    }

    private static boolean verifies(String algorithm, String token, String key)
            throws BuiltinException {
        return Boolean.parseBoolean(
                Calls.call(
                        Calls.context(),
                        "io.jwt.verify_" + algorithm.toLowerCase(Locale.ROOT),
                        RegoString.of(token),
                        RegoString.of(key)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"
            })
    void refusesTokensThatWereChanged(String algorithm) throws BuiltinException {
        var pair = pair(algorithm);
        String token = signed(algorithm, jwk(pair), "{\"a\":1}");
        int last = token.lastIndexOf('.');
        String otherPayload =
                token.substring(0, token.indexOf('.') + 1)
                        + base64("{\"a\":2}")
                        + token.substring(last);
        assertThat(verifies(algorithm, otherPayload, publicPem(pair))).isFalse();
        assertThat(verifies(algorithm, token.substring(0, last + 1), publicPem(pair))).isFalse();
        assertThat(verifies(algorithm, token, publicPem(TestKeys.ec("P-256")))).isFalse();
        assertThat(verifies(algorithm, token, publicPem(ED))).isFalse();
        assertThat(verifies(algorithm, token, SECRET)).isFalse();
        assertThat(verifies(algorithm, token, publicPem(pair))).isTrue();
        assertThat(verifies(algorithm, token, jwk(pair))).isTrue();
        // Signing draws no randomness.
        assertThat(signed(algorithm, jwk(pair), "{\"a\":1}")).isEqualTo(token);
    }

    @Test
    void refusesAlgorithmsOfAnotherFamily() throws BuiltinException {
        String token = signed("RS256", jwk(RSA), "{}");
        assertThat(verifies("PS256", token, publicPem(RSA))).isFalse();
        assertThat(verifies("RS384", token, publicPem(RSA))).isFalse();
        assertThat(verifies("ES256", token, publicPem(RSA))).isFalse();
        // The public key as a shared secret, signed with HMAC.
        String forged =
                signed("HS256", "{\"kty\":\"oct\",\"k\":\"" + base64(publicPem(RSA)) + "\"}", "{}");
        var cert = RegoObject.of("cert", RegoString.of(publicPem(RSA)));
        assertThat(decodeVerify(forged, cert)).startsWith("[false");
        assertThat(verifies("HS256", forged, publicPem(RSA))).isTrue();
    }

    @Test
    void refusesTokensWithoutSignature() throws BuiltinException {
        String none = base64("{\"alg\":\"none\"}") + "." + base64("{}") + ".";
        var cert = RegoObject.of("cert", RegoString.of(publicPem(RSA)));
        assertThat(decodeVerify(none, cert)).isEqualTo("[false,{},{}]");
        var secret = RegoObject.of("secret", RegoString.of("s"));
        assertThat(decodeVerify(none, secret)).isEqualTo("[false,{},{}]");
        String zero = base64("{\"alg\":\"ES256\"}") + "." + base64("{}") + "." + "A".repeat(86);
        assertThat(verifies("ES256", zero, publicPem(P256))).isFalse();
    }

    @Test
    void verifiesEdwardsSignatures() throws Exception {
        String text = base64("{\"alg\":\"EdDSA\"}") + "." + base64("{}");
        var signer = Signature.getInstance("Ed25519", TestKeys.BC);
        signer.initSign(ED.getPrivate());
        signer.update(text.getBytes(StandardCharsets.US_ASCII));
        byte[] signature = signer.sign();
        String token = text + "." + Base64.getUrlEncoder().encodeToString(signature);
        assertThat(verifies("EdDSA", token, publicPem(ED))).isTrue();
        assertThat(verifies("EdDSA", token, publicPem(TestKeys.ed25519()))).isFalse();
        signature[3] ^= 1;
        String broken = text + "." + Base64.getUrlEncoder().encodeToString(signature);
        assertThat(verifies("EdDSA", broken, publicPem(ED))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 100, 222})
    void takesSaltsOfAnyLength(int salt) throws Exception {
        String text = base64("{\"alg\":\"PS256\"}") + "." + base64("{}");
        var signer = Signature.getInstance("SHA256withRSAandMGF1", TestKeys.BC);
        signer.setParameter(
                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        signer.initSign(RSA.getPrivate());
        signer.update(text.getBytes(StandardCharsets.US_ASCII));
        String token = text + "." + Base64.getUrlEncoder().encodeToString(signer.sign());
        assertThat(verifies("PS256", token, publicPem(RSA))).isTrue();
        assertThat(verifies("PS384", token, publicPem(RSA))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"exp": 100}          | {"time": 100000000000} | [false,{},{}]
                    {"exp": 100}          | {"time": 99000000000}  | [true,{"alg":"HS256","typ":"JWT"},{"exp":100}]
                    {"nbf": 100}          | {"time": 99000000000}  | [false,{},{}]
                    {"nbf": 100}          | {"time": 100000000000} | [true,{"alg":"HS256","typ":"JWT"},{"nbf":100}]
                    {"aud": "a"}          | {}                     | [false,{},{}]
                    {"aud": ["b", "a"]}   | {"aud": "a"}           | [true,{"alg":"HS256","typ":"JWT"},{"aud":["b","a"]}]
                    {}                    | {"aud": "a"}           | [false,{},{}]
                    {"iss": "x"}          | {"iss": "y"}           | [false,{},{}]
                    {"iss": 1}            | {"iss": "y"}           | [false,{},{}]
                    {}                    | {"alg": "RS256"}       | [false,{},{}]
                    """)
    void checksClaims(String payload, String constraints, String result) throws Exception {
        var asked =
                ((RegoObject) dev.fiducia.policy.value.RegoJson.parse(constraints))
                        .with(RegoString.of("secret"), RegoString.of("secret"));
        assertThat(decodeVerify(signed("HS256", SECRET, payload), asked)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"secret": "a", "more": 1} | unknown token validation constraint: more
                    {"secret": 1}              | secret constraint: must be a string
                    {"secret": "a", "time": -1} | token time constraint: must not be negative
                    {"time": 1}                | no key constraint
                    {"secret": "a", "cert": "{\\"keys\\":[]}"} | duplicate key constraints
                    {"cert": "x"}              | failed to parse a JWK key (set)
                    """)
    void refusesConstraintsThatMakeNoSense(String constraints, String message) throws Exception {
        var asked = (RegoObject) dev.fiducia.policy.value.RegoJson.parse(constraints);
        String token = signed("HS256", SECRET, "{}");
        assertThatThrownBy(() -> decodeVerify(token, asked)).hasMessageStartingWith(message);
    }

    @Test
    void obeysCriticalHeaders() throws BuiltinException {
        String token =
                text(
                        "io.jwt.encode_sign_raw",
                        RegoString.of("{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":true}"),
                        RegoString.of("{}"),
                        RegoString.of(SECRET));
        var asked = RegoObject.of("secret", RegoString.of("secret"));
        assertThat(decodeVerify(token, asked)).isEqualTo("[false,{},{}]");
    }

    @Test
    void takesOnlyTheKeyThatTheTokenNames() throws BuiltinException {
        String good = jwk(P256).replaceFirst("\\{", "{\"kid\":\"1\",");
        String other = jwk(TestKeys.ec("P-256")).replaceFirst("\\{", "{\"kid\":\"2\",");
        String set = "{\"keys\":[" + good + "," + other + "]}";
        for (var kid : new String[] {"1", "2"}) {
            String token =
                    text(
                            "io.jwt.encode_sign_raw",
                            RegoString.of("{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}"),
                            RegoString.of("{}"),
                            RegoString.of(jwk(P256)));
            assertThat(verifies("ES256", token, set)).isEqualTo(kid.equals("1"));
        }
    }

    @Test
    void refusesKeysThatDoNotFitTheAlgorithm() {
        assertThatThrownBy(() -> signed("RS256", SECRET, "{}"))
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> signed("ES384", jwk(P256), "{}"))
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> signed("HS256", "{\"kty\":\"new\"}", "{}"))
                .isInstanceOf(BuiltinException.class);
        assertThatThrownBy(() -> signed("none", SECRET, "{}"))
                .hasMessage("unknown JWS algorithm: none");
    }

    @Test
    void chargesForSignatures() throws BuiltinException {
        String token = signed("ES256", jwk(P256), "{}");
        var poor = BuiltinContext.of(java.time.Instant.EPOCH, Budget.of(20_000, 100_000));
        assertThatThrownBy(() ->
                        Calls.call(
                                poor,
                                "io.jwt.verify_es256",
                                RegoString.of(token),
                                RegoString.of(publicPem(P256))))
                .hasMessageContaining("budget");
    }

    @Property(tries = 2000)
    void mutatedTokensAndKeysAreRefusedInWords(@ForAll long seed) throws BuiltinException {
        var random = new Random(seed);
        var token = signed("HS256", SECRET, "{\"a\":{\"b\":[1,2]}}").toCharArray();
        for (int i = random.nextInt(4); i >= 0; i--) {
            token[random.nextInt(token.length)] = (char) random.nextInt(128);
        }
        var key = jwk(P256).toCharArray();
        key[random.nextInt(key.length)] = (char) random.nextInt(128);
        typed("io.jwt.decode", RegoString.of(new String(token)));
        typed(
                "io.jwt.verify_es256",
                RegoString.of(new String(token)),
                RegoString.of(new String(key)));
        typed(
                "io.jwt.decode_verify",
                RegoString.of(new String(token)),
                RegoObject.of("cert", RegoString.of(new String(key)))
                        .with(RegoString.of("time"), RegoNumber.of(1)));
        typed(
                "io.jwt.encode_sign_raw",
                RegoString.of("{\"alg\":\"ES256\"}"),
                RegoString.of("{}"),
                RegoString.of(new String(key)));
    }

    private static void typed(String name, RegoValue... arguments) {
        try {
            assertThat(Calls.call(Calls.context(), name, arguments)).isNotNull();
        } catch (BuiltinException e) {
            assertThat(e.kind()).isEqualTo(BuiltinException.Kind.BUILTIN);
        }
    }

    private static String decodeVerify(String token, RegoObject constraints)
            throws BuiltinException {
        return Calls.call(
                Calls.context(), "io.jwt.decode_verify", RegoString.of(token), constraints);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
