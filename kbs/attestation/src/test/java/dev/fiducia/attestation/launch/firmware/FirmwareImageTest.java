package dev.fiducia.attestation.launch.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.evidence.RefusedException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;

class FirmwareImageTest {
    private static final String A = "00f771de-1a7e-4fcb-890e-68c77e2fb44e";
    private static final String B = "7255371f-3a3b-4b04-927b-1da6efa8d454";
    private static final byte[] IMAGE =
            FirmwareBuilder.ofPages(2).numbers(A, 0x80B004).numbers(B, 7, 8).bytes();

    @Test
    void readsItsTableBackwards() throws Exception {
        FirmwareImage image = FirmwareImage.parse(IMAGE);
        assertThat(image.number(Guid.of(A), "a")).contains(0x80B004L);
        assertThat(image.entry(Guid.of(B))).contains(FirmwareBuilder.words(7, 8));
        assertThat(image.entry(Guid.of("00000000-0000-0000-0000-000000000001"))).isEmpty();
        assertThat(image.base()).isEqualTo(0xFFFF_E000L);
    }

    @Test
    void guidsAreStoredAsUefiStoresThem() {
        byte[] stored = Guid.of("96b582de-1fb2-45f7-baea-a366c55a082d").stored();
        assertThat(HexFormat.of().formatHex(stored)).isEqualTo("de82b596b21ff745baeaa366c55a082d");
        assertThat(Guid.read(stored)).hasToString("96b582de-1fb2-45f7-baea-a366c55a082d");
    }

    @Test
    void refusesAnEntryThatStandsThereTwice() {
        byte[] twice = IMAGE.clone();
        int end = twice.length - 32;
        int second = end - 18 - 22; // where the GUID of the second entry ends
        System.arraycopy(twice, end - 18 - 16, twice, second - 16, 16);
        assertThatThrownBy(() -> FirmwareImage.parse(twice)).hasMessageContaining("twice");
    }

    @Test
    void saysWhatToGiveInPlaceOfVariables() {
        assertThatThrownBy(() -> FirmwareImage.parse(new byte[8192]))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("OVMF_CODE.fd");
    }

    @Test
    void refusesPartsThatAreNotThere() throws Exception {
        FirmwareImage image = FirmwareImage.parse(IMAGE);
        assertThatThrownBy(() -> image.part(-1, 4, "it")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> image.part(8190, 4, "it")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> image.part(Long.MAX_VALUE, 4, "it"))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> image.fromEnd(8193, "it")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> image.fromEnd(0xFFFF_FFFFL, "it"))
                .isInstanceOf(RefusedException.class);
    }

    @Property(tries = 300)
    void refusesEveryOtherLength(@ForAll @IntRange(max = 3 * 4096) int length) {
        byte[] cut = Arrays.copyOf(IMAGE, length);
        if (length != IMAGE.length) {
            assertThatThrownBy(() -> FirmwareImage.parse(cut)).isInstanceOf(RefusedException.class);
        }
    }

    @Property(tries = 1000)
    void parsesOrRefusesADamagedTable(@ForAll @IntRange(max = 95) int place, @ForAll byte value) {
        byte[] damaged = IMAGE.clone();
        damaged[damaged.length - 32 - 1 - place] = value;
        try {
            assertThat(FirmwareImage.parse(damaged).length()).isEqualTo(damaged.length);
        } catch (RefusedException e) {
            assertThat(e.refusal().place()).isPresent();
        }
    }

    @Property(tries = 300)
    void refusesNoise(@ForAll @Size(value = 4096) byte[] bytes) {
        assertThatThrownBy(() -> FirmwareImage.parse(bytes)).isInstanceOf(RefusedException.class);
    }
}
