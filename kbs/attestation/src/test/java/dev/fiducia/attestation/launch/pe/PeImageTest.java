package dev.fiducia.attestation.launch.pe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

class PeImageTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] IMAGE =
            new PeBuilder().section(".text", "code").section(".data", "data").bytes();

    @Test
    void namesItsSections() throws Exception {
        PeImage image = PeImage.parse(IMAGE, "image");
        assertThat(image.sections()).extracting(PeSection::name).containsExactly(".text", ".data");
        assertThat(image.content(image.sections().get(1)))
                .isEqualTo("data".getBytes(StandardCharsets.UTF_8));
    }

    /// The hashes that the Python library signify works out of the same file.
    @Test
    void agreesWithAnotherImplementation() throws Exception {
        PeImage image = PeImage.parse(IMAGE, "image");
        assertThat(HexFormat.of().formatHex(image.authenticode(HashAlgorithm.SHA256, CRYPTO)))
                .isEqualTo("ec748a52744a34a6abd8810bde83632926e7ddfd91c1ea19b4f5da7d339c56ce");
        assertThat(HexFormat.of().formatHex(image.authenticode(HashAlgorithm.SHA384, CRYPTO)))
                .isEqualTo(
                        "bd2a5272392cd0f9a46e8d2db899b15b227ee41331154cfde317909285b71c77"
                                + "13856f5f44ad0817cf6faad8fa9f780c");
    }

    @Test
    void theHashLeavesChecksumAndCertificatesOut() throws Exception {
        String hash = hash(IMAGE);
        byte[] summed = IMAGE.clone();
        summed[PeBuilder.CHECKSUM] ^= 1;
        assertThat(hash(summed)).isEqualTo(hash);
        byte[] signed =
                new PeBuilder()
                        .section(".text", "code")
                        .section(".data", "data")
                        .certificates(new byte[24])
                        .bytes();
        assertThat(hash(signed)).isEqualTo(hash);
    }

    @Property(tries = 300)
    void everyOtherByteIsInTheHash(@ForAll @IntRange(max = 0x7FF) int place) throws Exception {
        byte[] other = IMAGE.clone();
        other[place] ^= 1;
        boolean isLeftOut =
                (place >= PeBuilder.CHECKSUM && place < PeBuilder.CHECKSUM + 4)
                        || (place >= PeBuilder.CERTIFICATES && place < PeBuilder.CERTIFICATES + 8);
        try {
            String hash = hash(other);
            assertThat(hash.equals(hash(IMAGE))).isEqualTo(isLeftOut);
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).isEqualTo("pe-malformed");
        }
    }

    @Test
    void whatIsBehindTheSectionsCounts() throws Exception {
        byte[] longer = Arrays.copyOf(IMAGE, IMAGE.length + 8);
        assertThat(hash(longer)).isNotEqualTo(hash(IMAGE));
    }

    @Test
    void refusesCertificatesThatAreNotTheEnd() {
        byte[] signed = new PeBuilder().section(".text", "code").certificates(new byte[8]).bytes();
        byte[] longer = Arrays.copyOf(signed, signed.length + 8);
        assertThatThrownBy(() -> PeImage.parse(longer, "image"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("aren't the end");
    }

    @Test
    void refusesSectionsOverOneAnother() {
        byte[] bytes = IMAGE.clone();
        bytes[PeBuilder.SECTIONS + 40 + 21] = bytes[PeBuilder.SECTIONS + 21];
        assertThatThrownBy(() -> PeImage.parse(bytes, "image"))
                .hasMessageContaining("over something else");
    }

    @Property(tries = 300)
    void refusesWhatIsCut(@ForAll @IntRange(max = 0x7FF) int length) {
        byte[] cut = Arrays.copyOf(IMAGE, length);
        assertThatThrownBy(() -> PeImage.parse(cut, "image")).isInstanceOf(RefusedException.class);
    }

    @Property(tries = 2000)
    void hashesOrRefusesDamagedHeaders(@ForAll long seed) {
        byte[] damaged = IMAGE.clone();
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            damaged[random.nextInt(0x1A0)] = (byte) random.nextInt();
        }
        try {
            PeImage image = PeImage.parse(damaged, "image");
            assertThat(image.authenticode(HashAlgorithm.SHA256, CRYPTO)).hasSize(32);
            for (PeSection section : image.sections()) {
                assertThat(image.content(section)).hasSizeLessThanOrEqualTo(damaged.length);
            }
        } catch (RefusedException e) {
            assertThat(e.refusal().place()).isPresent();
        }
    }

    private static String hash(byte[] bytes) throws RefusedException {
        return HexFormat.of()
                .formatHex(
                        PeImage.parse(bytes, "image").authenticode(HashAlgorithm.SHA256, CRYPTO));
    }
}
