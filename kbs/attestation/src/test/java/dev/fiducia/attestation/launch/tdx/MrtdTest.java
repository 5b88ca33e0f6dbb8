package dev.fiducia.attestation.launch.tdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.firmware.FirmwareBuilder;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

class MrtdTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);

    /// The value that Google's gce-tcb-verifier works out of the same file.
    @Test
    void agreesWithAnotherImplementation() throws Exception {
        assertThat(mrtd(TdxFirmware.ovmf()))
                .isEqualTo(
                        "a6a561fa8b2920fdae2a2913dd21913358c71123b455f71f56d2567739e23c75"
                                + "d41da42a2cbd814de6b7af7375274edf");
    }

    @Test
    void measuredContentCountsAndOtherDoesNot() throws Exception {
        String value = mrtd(TdxFirmware.ovmf());
        assertThat(mrtd(TdxFirmware.ovmf().fromEnd(0x6000, new byte[1]))).isNotEqualTo(value);
        assertThat(mrtd(TdxFirmware.ovmf().fromEnd(0x6001, new byte[1]))).isEqualTo(value);
    }

    @Test
    void placesAndTheirOrderCount() throws Exception {
        List<long[]> all = unmeasuredMetadata();
        List<long[]> reversed = unmeasuredMetadata();
        Collections.reverse(reversed);
        List<long[]> moved = unmeasuredMetadata();
        moved.set(5, new long[] {0, 0, 0x801000, 0x5000, 3, 0});
        List<long[]> permanent = unmeasuredMetadata();
        permanent.add(new long[] {0, 0, 0x1000000, 0x1000000, 4, 0});
        assertThat(
                        List.of(
                                mrtd(TdxFirmware.of(all)),
                                mrtd(TdxFirmware.of(reversed)),
                                mrtd(TdxFirmware.of(moved)),
                                mrtd(TdxFirmware.of(permanent))))
                .doesNotHaveDuplicates()
                .allMatch(value -> value.length() == 96);
    }

    @Test
    void whatIsAddedLaterIsNoPartOfTheBuild() throws Exception {
        List<long[]> later = unmeasuredMetadata();
        later.add(new long[] {0, 0, 0x1000000, 0x1000000, 4, 2});
        assertThat(mrtd(TdxFirmware.of(later)))
                .isEqualTo(mrtd(TdxFirmware.of(unmeasuredMetadata())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0,0,800000,1000,7,0",
                "0,0,800000,1000,3,4",
                "0,0,800001,1000,3,0",
                "0,0,800000,1001,3,0",
                "0,0,800000,0,3,0",
                "0,0,800000,7ffff000,3,0",
                "0,0,8000000000000000,1000,3,0",
                "0,0,7ffffffffffff000,1000,3,0",
                "0,1000,800000,1000,3,0",
                "0,0,800000,1000,3,1",
                "0,0,800000,1000,5,1",
                "0,1000,fffff000,2000,0,1",
                "0,2000,fffff000,1000,0,1",
                "8000,1000,fffff000,1000,0,1",
                "7fff,2,fffff000,1000,1,0",
                "0,1000,fffff000,1000,0,3",
                "0,0,900000,2000,3,0"
            })
    void refusesSectionsThatNoVmmCanGive(String text) throws Exception {
        long[] section =
                Arrays.stream(text.split(",", -1))
                        .mapToLong(word -> Long.parseUnsignedLong(word, 16))
                        .toArray();
        FirmwareImage firmware =
                TdxFirmware.of(List.of(section, new long[] {0, 0, 0x901000, 0x1000, 3, 0})).image();
        assertThatThrownBy(() -> TdvfMetadata.parse(firmware)).isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesFirmwareThatIsNotForTdx() throws Exception {
        FirmwareImage firmware = FirmwareBuilder.ofPages(1).image();
        assertThatThrownBy(() -> Mrtd.of(firmware, CRYPTO)).hasMessageContaining("built for TDX");
    }

    @Property(tries = 2000)
    void measuresOrRefusesDamagedMetadata(
            @ForAll @IntRange(max = 16 + 6 * 32 - 1) int place, @ForAll byte value) {
        byte[] damaged = TdxFirmware.ovmf().bytes();
        damaged[damaged.length - TdxFirmware.METADATA_AT + place] = value;
        try {
            FirmwareImage firmware = FirmwareImage.parse(damaged);
            assertThat(TdvfMetadata.parse(firmware).sections()).hasSize(6);
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).isEqualTo("firmware-malformed");
        }
    }

    /// The last page, with the metadata, is not measured: what they say counts only as it is read.
    private static List<long[]> unmeasuredMetadata() {
        List<long[]> sections = new ArrayList<>(TdxFirmware.OVMF);
        sections.set(0, new long[] {0x2000, 0x5000, 0xFFFF_A000L, 0x5000, 0, 1});
        return sections;
    }

    private static String mrtd(FirmwareBuilder firmware) throws Exception {
        return HexFormat.of().formatHex(Mrtd.of(firmware.image(), CRYPTO));
    }
}
