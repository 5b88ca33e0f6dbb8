package dev.fiducia.initdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class InitdataDeviceTest {

    private static final byte[] IMAGE = InitdataDevice.encode(SampleDocument.bytes("sha256"));

    @Test
    void imageIsMagicLengthContentAndZeros() throws InitdataException {
        long length = ByteBuffer.wrap(IMAGE).order(ByteOrder.LITTLE_ENDIAN).getLong(8);

        assertThat(new String(IMAGE, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("initdata");
        assertThat(IMAGE.length % 512).isZero();
        assertThat(length).isBetween(200L, 512L - 16);
        assertThat(InitdataDevice.decode(IMAGE)).isEqualTo(SampleDocument.bytes("sha256"));
    }

    @Test
    void refusesAnotherMagic() {
        assertThat(refused(changed(0, 'I')).error()).isEqualTo(InitdataError.DEVICE_MAGIC);
        assertThat(refused(new byte[0]).error()).isEqualTo(InitdataError.DEVICE_MAGIC);
        assertThat(refused(Arrays.copyOf(IMAGE, 15)).error()).isEqualTo(InitdataError.DEVICE_MAGIC);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 497, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32})
    void refusesALengthThatTheImageDoesNotHave(long length) {
        byte[] image = IMAGE.clone();
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(8, length);

        assertThat(refused(image).error()).isEqualTo(InitdataError.DEVICE_LENGTH);
    }

    @Test
    void refusesOtherPadding() {
        assertThat(refused(changed(IMAGE.length - 1, 1)).error())
                .isEqualTo(InitdataError.DEVICE_PADDING);
        assertThat(refused(Arrays.copyOf(IMAGE, IMAGE.length + 512)).error())
                .isEqualTo(InitdataError.DEVICE_PADDING);
        assertThat(refused(Arrays.copyOf(IMAGE, IMAGE.length - 1)).error())
                .isEqualTo(InitdataError.DEVICE_PADDING);
    }

    @Test
    void refusesContentThatIsNotCompressed() {
        assertThat(refused(changed(16, 0)).error()).isEqualTo(InitdataError.GZIP_HEADER);
    }

    private static byte[] changed(int at, int value) {
        byte[] image = IMAGE.clone();
        image[at] = (byte) value;
        return image;
    }

    private static InitdataException refused(byte[] image) {
        return catchThrowableOfType(InitdataException.class, () -> InitdataDevice.decode(image));
    }
}
