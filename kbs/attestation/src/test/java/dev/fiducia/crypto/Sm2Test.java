package dev.fiducia.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Arrays;

class Sm2Test {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final Sm2PrivateKey KEY = CRYPTO.generateSm2();
    private static final byte[] ID = "a signer".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "what is signed".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = CRYPTO.signSm2(KEY, ID, DATA);

    @Test
    void refusesWhatWasNotSigned() {
        assertThat(verifies(ID, DATA, new byte[64])).isFalse();
        assertThat(verifies(DATA, DATA, SIGNATURE)).isFalse();
        assertThat(verifies(ID, ID, SIGNATURE)).isFalse();
        assertThat(CRYPTO.verifySm2(CRYPTO.generateSm2().publicKey(), ID, DATA, SIGNATURE))
                .isFalse();
        for (int bit = 0; bit < 8 * SIGNATURE.length; bit += 5) {
            byte[] flipped = SIGNATURE.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(verifies(ID, DATA, flipped)).as("bit %s", bit).isFalse();
        }
        for (int length : new int[] {0, 1, 63, 65, 128}) {
            assertThat(verifies(ID, DATA, Arrays.copyOf(SIGNATURE, length))).isFalse();
        }
        byte[] full = new byte[64];
        Arrays.fill(full, (byte) 0xFF);
        assertThat(verifies(ID, DATA, full)).isFalse();
    }

    @Test
    void refusesPointsOffTheCurve() {
        byte[] point = KEY.publicKey().point();
        byte[] x = Arrays.copyOfRange(point, 1, 33);
        byte[] y = Arrays.copyOfRange(point, 33, 65);
        y[31] ^= 1;
        assertThatThrownBy(() -> CRYPTO.sm2PublicKey(x, y)).isInstanceOf(InvalidKeyException.class);
        byte[] full = new byte[32];
        Arrays.fill(full, (byte) 0xFF);
        assertThatThrownBy(() -> CRYPTO.sm2PublicKey(full, full))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> CRYPTO.sm2PublicKey(new byte[32], new byte[32]))
                .isInstanceOf(InvalidKeyException.class);
    }

    @Test
    void verifiesWhatWasSigned() throws Exception {
        byte[] point = KEY.publicKey().point();
        Sm2PublicKey again =
                CRYPTO.sm2PublicKey(
                        Arrays.copyOfRange(point, 1, 33), Arrays.copyOfRange(point, 33, 65));
        assertThat(CRYPTO.verifySm2(again, ID, DATA, SIGNATURE)).isTrue();
    }

    private static boolean verifies(byte[] id, byte[] data, byte[] signature) {
        return CRYPTO.verifySm2(KEY.publicKey(), id, data, signature);
    }
}
