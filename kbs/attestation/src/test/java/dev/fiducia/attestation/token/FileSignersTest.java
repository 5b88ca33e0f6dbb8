package dev.fiducia.attestation.token;

import static dev.fiducia.attestation.token.TestPki.CRYPTO;
import static dev.fiducia.attestation.token.TestPki.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A signing key whose files are exchanged while the service runs.
class FileSignersTest {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    @TempDir private Path folder;
    private final TestPki authority = TestPki.root("authority");
    private Path key;
    private Path chain;
    private Instant now = NOW;
    private FileSigners signers;

    @BeforeEach
    void start() throws Exception {
        key = folder.resolve("key.pem");
        chain = folder.resolve("chain.pem");
        write(CRYPTO.generateEc(EcCurve.P256));
        signers = open();
    }

    private FileSigners open() throws TokenKeyException {
        SignerFiles files = new SignerFiles(key, Optional.of(chain), Optional.empty());
        return FileSigners.open(files, CRYPTO, () -> now, LIFETIME);
    }

    private void write(KeyPair pair) throws IOException {
        writeKey(pair);
        writeChain(authority.leaf(pair));
    }

    private void writeKey(KeyPair pair) throws IOException {
        pem(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private void writeChain(X509Certificate leaf) throws IOException {
        try {
            pem(chain, "CERTIFICATE", leaf.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    private static void pem(Path file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
    }

    private boolean refresh() {
        return signers.refresh(_ -> true);
    }

    private List<String> trusted() {
        return signers.trusted().stream().map(TokenSigner::keyId).toList();
    }

    private static String token(TokenSigner signer) {
        return signer.sign(TestTokens.claims().toString().getBytes(StandardCharsets.UTF_8));
    }

    private void assertGoesOn(TokenSigner first) {
        assertThat(refresh()).isFalse();
        assertThat(signers.current()).isSameAs(first);
        assertThat(trusted()).containsExactly(first.keyId());
    }

    @Test
    void aHalfWrittenPairIsRefusedAndTheWholeOneTaken() throws Exception {
        TokenSigner first = signers.current();
        KeyPair next = CRYPTO.generateEc(EcCurve.P256);
        writeKey(next);
        assertGoesOn(first);
        assertGoesOn(first);
        writeChain(authority.leaf(next));
        assertThat(refresh()).isTrue();
        assertThat(signers.current().keyId()).isNotEqualTo(first.keyId());
    }

    @Test
    void aKeyThatIsNotAdmittedIsAskedForAgain() throws Exception {
        TokenSigner first = signers.current();
        write(CRYPTO.generateEc(EcCurve.P256));
        for (int look = 0; look < 3; look++) {
            List<String> asked = new ArrayList<>();
            assertThat(signers.refresh(next -> !asked.add(next.keyId()))).isFalse();
            assertThat(asked).hasSize(1).doesNotContain(first.keyId());
            assertThat(trusted()).containsExactly(first.keyId());
        }
        assertThat(refresh()).isTrue();
        assertThat(signers.current().keyId()).isNotEqualTo(first.keyId());
    }

    @Test
    void whatIsNoKeyIsRefused() throws Exception {
        TokenSigner first = signers.current();
        byte[] pem = Files.readAllBytes(key);
        Random random = new Random(7);
        for (int at = 0; at < 60; at++) {
            byte[] torn = pem.clone();
            torn[random.nextInt(torn.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(key, torn);
            boolean taken = refresh();
            assertThat(taken && !signers.current().keyId().equals(first.keyId())).isFalse();
        }
        Files.write(key, pem);
        var _ = refresh();
        TokenSigner same = signers.current();
        for (int length : new int[] {0, 1, 40, pem.length / 2}) {
            Files.write(key, java.util.Arrays.copyOf(pem, length));
            assertGoesOn(same);
        }
        Files.write(key, new byte[(1 << 20) + 1]);
        assertGoesOn(same);
        pem(key, "PRIVATE KEY", CRYPTO.generateEc(EcCurve.P384).getPrivate().getEncoded());
        assertGoesOn(same);
        Files.delete(key);
        assertGoesOn(same);
        Files.write(key, pem);
        assertGoesOn(same);
        Files.writeString(chain, "");
        assertGoesOn(same);
    }

    @Test
    void theStartRefusesWhatIsNoPair() throws Exception {
        writeKey(CRYPTO.generateEc(EcCurve.P256));
        assertThatThrownBy(this::open).isInstanceOf(TokenKeyException.class);
        Files.delete(key);
        assertThatThrownBy(this::open).isInstanceOf(TokenKeyException.class);
    }

    @Test
    void tokensOfTheKeyBeforeAreValidForTheirTime() throws Exception {
        TokenVerifier verifier =
                TestTokens.build(TokenVerifier.builder(CRYPTO, () -> NOW).signers(signers));
        TokenSigner first = signers.current();
        String old = token(first);
        assertThat(refresh()).isFalse();
        write(CRYPTO.generateEc(EcCurve.P256));
        assertThat(refresh()).isTrue();
        TokenSigner second = signers.current();
        assertThat(trusted()).containsExactly(first.keyId(), second.keyId());
        assertThat(verifier.verify(old)).isInstanceOf(TokenVerdict.Trusted.class);
        assertThat(verifier.verify(token(second))).isInstanceOf(TokenVerdict.Trusted.class);
        now = now.plus(LIFETIME);
        assertThat(trusted()).hasSize(2);
        now = now.plus(LIFETIME);
        assertThat(trusted()).containsExactly(second.keyId());
    }

    @Test
    void aNewCertificateForTheSameKeyIsTakenUp() throws Exception {
        KeyPair pair = CRYPTO.generateEc(EcCurve.P256);
        write(pair);
        assertThat(refresh()).isTrue();
        String id = signers.current().keyId();
        String before = signers.current().jwk().toString();
        writeChain(authority.leaf(pair));
        assertThat(refresh()).isTrue();
        assertThat(signers.current().keyId()).isEqualTo(id);
        assertThat(signers.current().jwk().toString()).isNotEqualTo(before);
        assertThat(trusted()).containsOnlyOnce(id);
    }

    @Test
    void aKeyThatComesBackIsThereOnce() throws Exception {
        String first = signers.current().keyId();
        byte[] oldKey = Files.readAllBytes(key);
        byte[] oldChain = Files.readAllBytes(chain);
        write(CRYPTO.generateEc(EcCurve.P256));
        assertThat(refresh()).isTrue();
        Files.write(key, oldKey);
        Files.write(chain, oldChain);
        assertThat(refresh()).isTrue();
        assertThat(signers.current().keyId()).isEqualTo(first);
        assertThat(trusted()).hasSize(2).containsOnlyOnce(first);
    }

    @Test
    void keysThatFollowFastAreBounded() throws Exception {
        for (int at = 0; at < 30; at++) {
            write(CRYPTO.generateEc(EcCurve.P256));
            assertThat(refresh()).isTrue();
        }
        assertThat(trusted()).hasSize(21).endsWith(signers.current().keyId());
    }
}
