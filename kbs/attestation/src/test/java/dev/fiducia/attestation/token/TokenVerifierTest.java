package dev.fiducia.attestation.token;

import static dev.fiducia.attestation.token.TestPki.CRYPTO;
import static dev.fiducia.attestation.token.TestPki.NOW;
import static dev.fiducia.attestation.token.TestTokens.claims;
import static dev.fiducia.attestation.token.TestTokens.es256;
import static dev.fiducia.attestation.token.TestTokens.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;

class TokenVerifierTest {
    private static final KeyPair KEYS = CRYPTO.generateEc(EcCurve.P256);
    private static final TokenSigner SIGNER = signer();
    private static final TokenVerifier VERIFIER =
            TestTokens.build(TokenVerifier.builder(CRYPTO, () -> NOW).signer(SIGNER));
    private static final String TOKEN =
            SIGNER.sign(claims().toString().getBytes(StandardCharsets.UTF_8));

    @Test
    void refusesToTrustNothing() {
        assertThatThrownBy(() -> TokenVerifier.builder(CRYPTO, () -> NOW).build())
                .isInstanceOf(TokenKeyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a",
                "a.b",
                "a.b.c.d",
                "e30.e30.",
                "e30.e30.e30",
                ".e30.e30",
                "\u0000.\u0000.\u0000"
            })
    void refusesWhatIsNoToken(String token) {
        assertRefused(token);
    }

    @Test
    void refusesTokensBeyondTheBound() {
        assertRefused("a".repeat(CompactJws.MAX_CHARACTERS + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u", "crit", "zip", "b64", "enc", "epk", "p2s", "p2c"})
    void refusesHeadersThatPointElsewhere(String member) {
        assertRefused(es256(KEYS, header().put(member, "https://attacker.example"), claims()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "None",
                "ES384",
                "HS256",
                "RS256",
                "es256",
                "PBES2-HS256+A128KW",
                ""
            })
    void refusesAlgorithmsThatAreNotTheKeys(String algorithm) {
        assertRefused(es256(KEYS, header().put("alg", algorithm), claims()));
    }

    @Test
    void refusesUnsignedToken() {
        assertRefused(
                TestTokens.encode(json("{'alg':'none'}"))
                        + "."
                        + TestTokens.encode(claims())
                        + ".");
    }

    /// The classic confusion: the public key, used as the secret of a MAC.
    @Test
    void refusesMacUnderThePublicKey() {
        String input =
                TestTokens.encode(header().put("alg", "HS256")) + "." + TestTokens.encode(claims());
        byte[] mac =
                CRYPTO.hmac(
                        HashAlgorithm.SHA256,
                        KEYS.getPublic().getEncoded(),
                        input.getBytes(StandardCharsets.US_ASCII));
        assertRefused(input + "." + Base64Url.encode(mac));
    }

    @Test
    void refusesZeroSignature() {
        String input = TestTokens.encode(header()) + "." + TestTokens.encode(claims());
        assertRefused(input + "." + Base64Url.encode(new byte[64]));
    }

    @Test
    void refusesDuplicateHeaderMembers() {
        String header = "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"" + SIGNER.keyId() + "\"}";
        String input =
                Base64Url.encode(header.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + TestTokens.encode(claims());
        byte[] signature =
                CRYPTO.signEcdsaRaw(
                        KEYS.getPrivate(),
                        HashAlgorithm.SHA256,
                        input.getBytes(StandardCharsets.US_ASCII));
        assertRefused(input + "." + Base64Url.encode(signature));
    }

    @Test
    void refusesOtherTypesOfTokens() {
        assertRefused(es256(KEYS, header().put("typ", "at+jwt"), claims()));
    }

    @Test
    void refusesTokensWithoutExpiry() {
        ObjectNode claims = claims();
        claims.remove("exp");
        assertRefused(es256(KEYS, header(), claims));
        assertRefused(es256(KEYS, header(), claims.put("exp", "never")));
    }

    @Test
    void refusesTokensOutOfDate() {
        long now = NOW.getEpochSecond();
        assertRefused(es256(KEYS, header(), claims().put("exp", now - 60)));
        assertRefused(es256(KEYS, header(), claims().put("nbf", now + 61)));
        assertRefused(es256(KEYS, header(), claims().put("nbf", "now")));
        assertRefused(es256(KEYS, header(), claims().put("nbf", new BigDecimal("1e999999999"))));
        assertRefused(es256(KEYS, header(), claims().put("exp", new BigDecimal("-1e999999999"))));
        assertTrusted(es256(KEYS, header(), claims().put("exp", now - 59)));
        assertTrusted(es256(KEYS, header(), claims().put("nbf", now + 60)));
    }

    /// An admin's token: rightly signed, in date, and no attestation result.
    @Test
    void refusesAdminTokens() {
        ObjectNode admin =
                json("{'iss':'idp','aud':['kbs'],'role':'admin'}")
                        .put("exp", NOW.getEpochSecond() + 300);
        assertRefused(es256(KEYS, header(), admin));
    }

    @Test
    void refusesFirstTeeKeyThatIsNone() {
        ObjectNode claims = claims();
        claims.putObject("tdx").putObject("attester_runtime_data").put("tee-pubkey", "a string");
        assertRefused(es256(KEYS, header(), claims));
    }

    @Test
    void refusesUnknownKid() {
        assertRefused(es256(KEYS, header().put("kid", "other"), claims()));
    }

    @Test
    void acceptsOwnTokensByHeaderKeyAndByKid() {
        assertTrusted(TOKEN);
        assertTrusted(es256(KEYS, header(), claims()));
    }

    @Test
    void acceptsKeysOfTrustedSets(@TempDir Path dir) throws Exception {
        KeyPair other = CRYPTO.generateEc(EcCurve.P256);
        ObjectNode set = json("{'keys':[{'kty':'oct','kid':'coco','alg':'COCO42','k':'AAAA'}]}");
        ((com.fasterxml.jackson.databind.node.ArrayNode) set.get("keys"))
                .add(TestTokens.jwk(other).put("kid", "mine"));
        Path file = Files.writeString(dir.resolve("jwks.json"), set.toString());
        JwkSet keys = JwkSet.load(List.of(file.toString()), JwkSetSource.none(), CRYPTO);
        assertThat(keys.size()).isEqualTo(2);
        TokenVerifier verifier =
                TestTokens.build(TokenVerifier.builder(CRYPTO, () -> NOW).keys(keys));
        assertThat(verifier.verify(es256(other, json("{'alg':'ES256','kid':'mine'}"), claims())))
                .isInstanceOf(TokenVerdict.Trusted.class);
        assertThat(verifier.verify(es256(other, json("{'alg':'ES256','kid':'coco'}"), claims())))
                .isInstanceOf(TokenVerdict.Refused.class);
        assertThat(verifier.verify(es256(other, json("{'alg':'ES256'}"), claims())))
                .isInstanceOf(TokenVerdict.Refused.class);
    }

    @Test
    void macKeysCountOnlyFromTrustedSets(@TempDir Path dir) throws Exception {
        byte[] secret = "a secret of at least 32 bytes ...".getBytes(StandardCharsets.US_ASCII);
        ObjectNode set =
                json(
                        "{'keys':[{'kty':'oct','kid':'m','alg':'HS256','k':'"
                                + Base64Url.encode(secret)
                                + "'}]}");
        Path file = Files.writeString(dir.resolve("jwks.json"), set.toString());
        JwkSet keys = JwkSet.load(List.of(file.toUri().toString()), JwkSetSource.none(), CRYPTO);
        TokenVerifier verifier =
                TestTokens.build(TokenVerifier.builder(CRYPTO, () -> NOW).keys(keys));
        String input =
                TestTokens.encode(json("{'alg':'HS256','kid':'m'}"))
                        + "."
                        + TestTokens.encode(claims());
        byte[] mac =
                CRYPTO.hmac(
                        HashAlgorithm.SHA256, secret, input.getBytes(StandardCharsets.US_ASCII));
        assertThat(verifier.verify(input + "." + Base64Url.encode(mac)))
                .isInstanceOf(TokenVerdict.Trusted.class);
    }

    @Property(tries = 2000)
    void mutatedTokensNeverVerify(
            @ForAll @IntRange(max = 4000) int position, @ForAll char replacement) {
        int at = position % TOKEN.length();
        if (TOKEN.charAt(at) == replacement) {
            return;
        }
        assertRefused(TOKEN.substring(0, at) + replacement + TOKEN.substring(at + 1));
    }

    @Test
    void noCharacterOfATokenCanBeChanged() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int at = 0; at < TOKEN.length(); at++) {
            int bit = alphabet.indexOf(TOKEN.charAt(at)) ^ 1;
            char other = bit < 0 ? 'A' : alphabet.charAt(bit & 63);
            assertRefused(TOKEN.substring(0, at) + other + TOKEN.substring(at + 1));
        }
    }

    @Property(tries = 2000)
    void arbitraryTextIsRefused(@ForAll String text) {
        assertRefused(text);
        assertRefused(TOKEN.substring(0, TOKEN.indexOf('.') + 1) + text);
    }

    private static ObjectNode header() {
        return json("{'typ':'JWT','alg':'ES256'}").put("kid", SIGNER.keyId());
    }

    private static TokenSigner signer() {
        try {
            return TokenSigner.of(KEYS, List.of(), java.util.Optional.empty(), CRYPTO);
        } catch (TokenKeyException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(String token) {
        assertThat(VERIFIER.verify(token)).isInstanceOf(TokenVerdict.Refused.class);
    }

    private static void assertTrusted(String token) {
        assertThat(VERIFIER.verify(token)).isInstanceOf(TokenVerdict.Trusted.class);
    }

    @Test
    void refusesKeySetsThatAreNone(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("jwks.json"), "{\"keys\":7}");
        for (String source :
                List.of(
                        "https://",
                        "http://example.com",
                        "ftp://example.com/x",
                        "file:///no/such/file",
                        "/no/such/file",
                        file.toString())) {
            assertThatThrownBy(() -> JwkSet.load(List.of(source), JwkSetSource.none(), CRYPTO))
                    .as(source)
                    .isInstanceOf(TokenKeyException.class);
        }
    }
}
