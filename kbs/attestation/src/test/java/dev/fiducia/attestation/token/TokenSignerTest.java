package dev.fiducia.attestation.token;

import static dev.fiducia.attestation.token.TestPki.CRYPTO;
import static dev.fiducia.attestation.token.TestPki.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;

import dev.fiducia.attestation.InMemoryStore;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

class TokenSignerTest {
    @Test
    void refusesKeysOnOtherCurves() {
        assertThatThrownBy(() ->
                        TokenSigner.of(
                                CRYPTO.generateEc(EcCurve.P384),
                                List.of(),
                                Optional.empty(),
                                CRYPTO))
                .hasMessage("Only P-256 attestation token signing keys are supported");
    }

    @Test
    void refusesCertificateForAnotherKey() {
        var stranger = TestPki.root("stranger").certificate();
        assertThatThrownBy(() ->
                        TokenSigner.of(
                                CRYPTO.generateEc(EcCurve.P256),
                                List.of(stranger),
                                Optional.empty(),
                                CRYPTO))
                .isInstanceOf(TokenKeyException.class);
    }

    @Test
    void refusesFilesThatHoldNoKey(@TempDir Path dir) throws Exception {
        Path rsa = pem(dir.resolve("rsa.pem"), CRYPTO.generateRsa(2048).getPrivate().getEncoded());
        Path p384 =
                pem(
                        dir.resolve("p384.pem"),
                        CRYPTO.generateEc(EcCurve.P384).getPrivate().getEncoded());
        Path empty = Files.writeString(dir.resolve("empty.pem"), "");
        Path torn = pem(dir.resolve("torn.pem"), new byte[] {0x30, 0x03, 0x02, 0x01});
        for (Path file : List.of(rsa, p384, empty, torn, dir.resolve("absent.pem"))) {
            assertThatThrownBy(() ->
                            TokenSigner.ofFiles(file, Optional.empty(), Optional.empty(), CRYPTO))
                    .as(file.toString())
                    .isInstanceOf(TokenKeyException.class);
        }
    }

    /// The fixture's x coordinate begins with a zero byte, which must not get lost.
    @Test
    void publishesTheFixturesKeySet() {
        Vectors.bytes("jwk/signing-key.pem");
        Path folder = Path.of(System.getProperty("vectors"), "attestation", "jwk");
        TokenSigner signer =
                signer(
                        folder.resolve("signing-key.pem"),
                        Optional.of(folder.resolve("cert-chain.pem")));
        ObjectNode jwks = signer.jwks();
        ObjectNode key = (ObjectNode) jwks.path("keys").path(0);
        assertThat(key.remove("kid").textValue()).isEqualTo(signer.keyId());
        assertThat(jwks).isEqualTo(Vectors.json("jwk/expected-jwks.json"));
    }

    @Test
    void otherLibrariesVerifyItsTokensAndNameTheKeyAlike() throws Exception {
        TokenSigner signer = TokenSigner.ephemeral(CRYPTO);
        JWSObject jws = JWSObject.parse(signer.sign("{}".getBytes(StandardCharsets.UTF_8)));
        ECKey key = ECKey.parse(signer.jwk().toString());
        ECDSAVerifier verifier = new ECDSAVerifier(key);
        verifier.getJCAContext().setProvider(CRYPTO.ecProvider());
        assertThat(jws.verify(verifier)).isTrue();
        assertThat(key.computeThumbprint().toString())
                .isEqualTo(signer.keyId())
                .isEqualTo(jws.getHeader().getKeyID());
    }

    @Test
    void keyIsMadeOnceAndSurvivesRestarts() throws Exception {
        InMemoryStore store = new InMemoryStore();
        TokenSigner first = stored(store).current();
        TokenSigner again = stored(store).current();
        assertThat(again.keyId()).isEqualTo(first.keyId());
        TokenVerifier verifier =
                TestTokens.build(TokenVerifier.builder(CRYPTO, () -> NOW).signer(again));
        String token = first.sign(TestTokens.claims().toString().getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(token)).isInstanceOf(TokenVerdict.Trusted.class);
    }

    @Test
    void storedKeyThatIsNoneEndsTheStart() {
        InMemoryStore store = new InMemoryStore();
        store.put("attestation_token", "signing-key", "no key");
        assertThatThrownBy(() -> stored(store)).isInstanceOf(TokenKeyException.class);
    }

    private static StoredSigners stored(InMemoryStore store) throws TokenKeyException {
        return StoredSigners.openOrCreate(store, CRYPTO, () -> NOW, Duration.ofMinutes(5));
    }

    private static TokenSigner signer(Path key, Optional<Path> chain) {
        try {
            return TokenSigner.ofFiles(key, chain, Optional.empty(), CRYPTO);
        } catch (TokenKeyException e) {
            throw new AssertionError(e);
        }
    }

    private static Path pem(Path file, byte[] pkcs8) throws java.io.IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8);
        return Files.writeString(
                file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }
}
