package dev.fiducia.attestation.se;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.evidence.RefusedException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class ImageHeaderTest {

    private static final int LENGTH = 0x280;

    @Test
    void givesDigestsAndTagOfAHeader() throws Exception {
        byte[] header = header();
        assertThat(ImageHeader.tags(header))
                .isEqualTo(
                        ByteBuffer.allocate(208)
                                .put(header, 0xE0, 192)
                                .put(header, LENGTH - 16, 16)
                                .array());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x12, 0x14})
    void findsItAtTheBeginningOfAPage(int page) throws Exception {
        assertThat(ImageHeader.tags(image(page * 4096))).isEqualTo(ImageHeader.tags(header()));
    }

    @Test
    void findsItWhereMetadataSays() throws Exception {
        byte[] image = image(0x16010);
        metadata(image, 0x16010, 1);
        assertThat(ImageHeader.tags(image)).isEqualTo(ImageHeader.tags(header()));
        metadata(image, 0x16010, 2);
        assertMalformed(image);
        for (long offset : new long[] {0x16000, -1, Long.MAX_VALUE, image.length, 1L << 32}) {
            metadata(image, offset, 1);
            assertMalformed(image);
        }
    }

    @Test
    void findsItNowhereElse() {
        assertMalformed(image(0x15 * 4096));
        assertMalformed(image(8));
        assertMalformed(new byte[0]);
        assertMalformed(new byte[200_000]);
    }

    @Test
    void refusesOtherVersionsAndImpossibleLengths() {
        byte[] header = header();
        assertMalformed(ByteBuffer.wrap(header.clone()).putInt(8, 0x200).array());
        for (int length : new int[] {0, 0x1AF, LENGTH + 1, 1 << 20, -1, Integer.MIN_VALUE}) {
            assertMalformed(ByteBuffer.wrap(header.clone()).putInt(12, length).array());
        }
        for (int length = 0; length < LENGTH; length++) {
            assertMalformed(Arrays.copyOf(header, length));
        }
    }

    @Property(tries = 300)
    void refusesArbitraryBytes(@ForAll @Size(max = 1000) byte[] bytes) {
        assertMalformed(bytes);
    }

    private static void assertMalformed(byte[] file) {
        assertThatThrownBy(() -> ImageHeader.tags(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("se-image-header-malformed");
    }

    private static void metadata(byte[] image, long offset, int version) {
        ByteBuffer.wrap(image)
                .position(0xC000)
                .put("SeImgLnx".getBytes(StandardCharsets.US_ASCII))
                .putLong(offset)
                .putInt(version);
    }

    private static byte[] image(int offset) {
        byte[] image = new byte[offset + LENGTH + 500];
        System.arraycopy(header(), 0, image, offset, LENGTH);
        return image;
    }

    private static byte[] header() {
        byte[] header = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            header[i] = (byte) (i * 7);
        }
        ByteBuffer.wrap(header)
                .put("IBMSecEx".getBytes(StandardCharsets.US_ASCII))
                .putInt(0x100)
                .putInt(LENGTH);
        return header;
    }
}
