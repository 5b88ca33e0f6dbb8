package dev.fiducia.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

class TpmQuoteTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] MESSAGE = {1, 2, 3};

    @Property(tries = 1000)
    void refusesArbitraryMessages(@ForAll @Size(max = 1500) byte[] bytes) {
        assertThatThrownBy(() -> TpmQuote.parse(bytes)).isInstanceOf(RefusedException.class);
    }

    @Property(tries = 1000)
    void refusesOrReadsArbitrarySignatures(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        if (bytes.length > 3 && random.nextBoolean()) {
            System.arraycopy(new byte[] {0, 0x18, 0, 0x0B}, 0, bytes, 0, 4);
        }
        try {
            assertThat(TpmSignature.parse(bytes).value()).isNotNull();
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).startsWith("tpm-signature");
        }
    }

    @Test
    void readsARealQuote() throws Exception {
        byte[] message = Vectors.bytes("az-snp-vtpm/tpm-quote.msg");
        TpmQuote quote = TpmQuote.parse(message);
        assertThat(quote.selections())
                .containsExactly(
                        new PcrSelection(
                                PcrSelection.SHA256_BANK, List.of(0, 1, 2, 3, 4, 5, 6, 7, 14)));
        assertThat(quote.pcrDigest()).hasSize(32);
        for (int length = 0; length < message.length; length++) {
            byte[] cut = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> TpmQuote.parse(cut)).isInstanceOf(RefusedException.class);
        }
        byte[] longer = Arrays.copyOf(message, message.length + 1);
        assertThatThrownBy(() -> TpmQuote.parse(longer)).isInstanceOf(RefusedException.class);
    }

    /// Genuine and well signed, but over some registers only.
    @Test
    void refusesARealQuoteOfSomeRegisters() throws Exception {
        TpmQuotes quotes = new TpmQuotes(CRYPTO);
        SignedQuote genuine =
                SignedQuote.ofAzure(
                        JsonPlace.root(Vectors.json("az-snp-vtpm/tpm-quote-v1.json"), "test"));
        quotes.nonce(genuine, "challenge".getBytes(StandardCharsets.US_ASCII));
        quotes.selection(genuine);
        quotes.values(genuine);
        SignedQuote partial =
                new SignedQuote(
                        TpmQuote.parse(Vectors.bytes("az-snp-vtpm/tpm-quote.msg")),
                        genuine.signature(),
                        genuine.pcrs());
        assertThatThrownBy(() -> quotes.selection(partial))
                .hasMessageContaining("tpm-pcr-selection");
    }

    @ParameterizedTest
    @EnumSource(
            value = EcCurve.class,
            names = {"P256", "P384"})
    void verifiesEcdsaWithNumbersOfAnyLength(EcCurve curve) throws Exception {
        KeyPair keys = CRYPTO.generateEc(curve);
        AttestationKey key = AttestationKey.parse(keys.getPublic().getEncoded(), CRYPTO);
        int half = curve.coordinateLength();
        for (int i = 0; i < 20; i++) {
            byte[] raw = CRYPTO.signEcdsaRaw(keys.getPrivate(), HashAlgorithm.SHA384, MESSAGE);
            byte[] r = stripped(Arrays.copyOf(raw, half));
            byte[] s = stripped(Arrays.copyOfRange(raw, half, 2 * half));
            ByteBuffer out = ByteBuffer.allocate(4 + 4 + r.length + s.length);
            out.putShort((short) 0x18).putShort((short) 0x0C);
            out.putShort((short) r.length).put(r).putShort((short) s.length).put(s);
            TpmSignature signature = TpmSignature.parse(out.array());
            assertThat(key.verifies(signature, MESSAGE, CRYPTO)).isTrue();
            assertThat(key.verifies(signature, new byte[] {1}, CRYPTO)).isFalse();
        }
    }

    @Test
    void verifiesBothRsaSchemesAndNotOneAsTheOther() throws Exception {
        KeyPair keys = CRYPTO.generateRsa(2048);
        AttestationKey key = AttestationKey.parse(keys.getPublic().getEncoded(), CRYPTO);
        byte[] pkcs1 = CRYPTO.signRsaPkcs1(keys.getPrivate(), HashAlgorithm.SHA256, MESSAGE);
        byte[] pss = CRYPTO.signRsaPss(keys.getPrivate(), HashAlgorithm.SHA256, MESSAGE);
        assertThat(key.verifies(TpmSignature.parse(rsa(0x14, pkcs1)), MESSAGE, CRYPTO)).isTrue();
        assertThat(key.verifies(TpmSignature.parse(rsa(0x16, pss)), MESSAGE, CRYPTO)).isTrue();
        assertThat(key.verifies(TpmSignature.parse(rsa(0x14, pss)), MESSAGE, CRYPTO)).isFalse();
        assertThat(key.verifies(TpmSignature.parse(rsa(0x16, pkcs1)), MESSAGE, CRYPTO)).isFalse();
        assertThatThrownBy(() -> TpmSignature.parse(rsa(0x15, pkcs1)))
                .hasMessageContaining("tpm-signature-algorithm");
    }

    @Test
    void refusesKeysThatAreTooWeak() {
        KeyPair weak = CRYPTO.generateRsa(1024);
        assertThatThrownBy(() -> AttestationKey.parse(weak.getPublic().getEncoded(), CRYPTO))
                .hasMessageContaining("tpm-key-unusable");
        byte[] noKey = Base64.getDecoder().decode("MAA=");
        assertThatThrownBy(() -> AttestationKey.parse(noKey, CRYPTO))
                .hasMessageContaining("tpm-key-unusable");
        byte[] modulus = new byte[256];
        Arrays.fill(modulus, (byte) 0xFF);
        assertThatThrownBy(() -> AttestationKey.rsa(modulus, new byte[] {1}, CRYPTO))
                .hasMessageContaining("tpm-key-unusable");
        modulus[255] = (byte) 0xFE;
        assertThatThrownBy(() -> AttestationKey.rsa(modulus, new byte[] {1, 0, 1}, CRYPTO))
                .hasMessageContaining("tpm-key-unusable");
    }

    private static byte[] rsa(int scheme, byte[] signature) {
        return ByteBuffer.allocate(6 + signature.length)
                .putShort((short) scheme)
                .putShort((short) 0x0B)
                .putShort((short) signature.length)
                .put(signature)
                .array();
    }

    private static byte[] stripped(byte[] number) {
        int start = 0;
        while (number[start] == 0) {
            start++;
        }
        return Arrays.copyOfRange(number, start, number.length);
    }
}
