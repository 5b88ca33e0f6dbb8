package dev.fiducia.attestation.se;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

class MeasurementTest {

    /// The value that s390-tools computes from the same.
    @Test
    void isWhatMachinesCompute() {
        byte[] tags =
                ByteBuffer.allocate(208)
                        .put(filled(64, 1))
                        .put(filled(64, 2))
                        .put(filled(64, 3))
                        .put(filled(16, 4))
                        .array();
        byte[] measurement =
                new Measurement(tags, filled(16, 5), filled(256, 7), filled(128, 9))
                        .compute(
                                filled(64, 0x41),
                                filled(16, 8),
                                CryptoSuite.create(CryptoPreference.AUTO));
        assertThat(HexFormat.of().formatHex(measurement))
                .hasSize(128)
                .startsWith("88794c62cce7bcf26216deb3f48f13fe");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
