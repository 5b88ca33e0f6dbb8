package dev.fiducia.attestation.launch.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.FileDigest;
import dev.fiducia.attestation.launch.firmware.FirmwareBuilder;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.attestation.launch.linux.BzImages;
import dev.fiducia.attestation.launch.pe.PeBuilder;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class SnpLaunchTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final FileDigest NOTHING = FileDigest.of(new byte[0], CRYPTO);

    /// The digest after the firmware's own pages that virtee's sev-snp-measure publishes for its
    /// OVMF; what comes behind them hangs on its metadata alone, which [SnpFirmware#amdSev] has.
    private static final byte[] PUBLISHED_START =
            hex(
                    "086e2e9149ebf45abdc3445fba5b2da8270bdbb04094d7a2c37faaa4b24af3aa"
                            + "16aff8c374c2a55c467a50da6d466b74");

    @ParameterizedTest
    @CsvSource({
        "QEMU,1,0x21,'',329c8ce0972ae52343b64d34a434a86f245dfd74f5ed7aae15d22efc78fb9683632b9b50e4e1d7fa41179ef98a7ef198",
        "QEMU,1,0x1,'',ddc5224521617a536ee7ce9dd6224d1b58a8d4fda1c741f3ac99fc4bfa04ba6e9fc98646d4a07a9079397fa3852819b5",
        "QEMU,1,0x21,console=ttyS0 loglevel=7,803f691094946e42068aaa3a8f9e26a5c89f36f7b73ecfb28c653360fe4b3aba7e534442e7e1e17895dfe778d0228977",
        "QEMU,1,0x1,console=ttyS0 loglevel=7,6d287813eb5222d770f75005c664e34c204f385ce832cc2ce7d0d6f354454362f390ef83a92046c042e706363b4b08fa",
        "QEMU,4,0x21,'',4953b1fb416fa874980e8442b3706d345926d5f38879134e00813c5d7abcbe78eafe7b422907be0b4698e2414a631942",
        "QEMU,4,0x1,'',5061fffb019493a903613d56d54b94912a1a2f9e4502385f5c194616753720a92441310ba6c4933de877c36e23046ad5",
        "QEMU,1,0x21,,e1e1ca029dd7973ab9513295be68198472dcd4fc834bd9af9b63f6e8a1674dbf281a9278a4a2ebe0eed9f22adbcd0e2b",
        "QEMU,1,0x1,,19358ba9a7615534a9a1e2f0dfc29384dcd4dcb7062ff9c6013b26869a5fc6ecabe033c48dd6f6db5d6d76e7c5df632d",
        "EC2,1,0x21,'',0ce9ccc06bab55eebe8abc234f3df6514883977a68a591b71052498ab52b2f1aa415db338033946ef93aa8278c0d67fb",
        "EC2,1,0x1,'',0883bd0eeb716e65b7b977a321c278d1e51b33b5c655fab985443bbcc65c086b9c15e8a0bd8811050dec7e24964e5056",
        "GCE,1,0x1,'',5da7106cf14cf46b1725ebab123eb9e53bd46a1e9f400cd0c08e7827b04b688ea8b4e403c8404efed4397ea5d5d0722e",
        "GCE,4,0x1,'',5c5debf100fc339f90276e761ee1f1658d08922c3b20e2a2e6c7a6c3370b2452a15a00eae11886a93d6fd1e7ab81e29d"
    })
    void givesWhatOthersPublish(
            Vmm vmm, int vcpus, String features, @Nullable String commandLine, String expected)
            throws Exception {
        Optional<DirectBoot> boot =
                Optional.ofNullable(commandLine)
                        .map(text -> new DirectBoot(NOTHING, Optional.of(NOTHING), text));
        SnpLaunch launch =
                new SnpLaunch(
                        SnpFirmware.amdSev().image(),
                        vcpus,
                        vmm == Vmm.QEMU ? Optional.of(VcpuType.named("EPYC-v4")) : Optional.empty(),
                        Long.decode(features),
                        vmm,
                        boot);
        byte[] value = launch.measurement(CRYPTO, new LaunchDigest(CRYPTO, PUBLISHED_START));
        assertThat(HexFormat.of().formatHex(value)).isEqualTo(expected);
    }

    /// Values that virtee's sev-snp-measure works out of the same files.
    @ParameterizedTest
    @CsvSource({
        "QEMU,1,EPYC-Milan,0x1,,e326e5d410d8d826b48b44020b1064c71245daabd2d241d8f6fe71c1149b4c8fb6788398e986b69fa72498da18ddb69b",
        "QEMU,8,EPYC-Genoa,0x21,,24fcfa8565b8c677b807373102c8848ba0664df894eedf9f88dc50793fa3b0ffc0d2b5dd2f6389a56a89eb3568809519",
        "QEMU,2,EPYC-Milan,0x1,console=ttyS0 ro,ce178d73a4a0fe86c9072002a63f6ae8b76b3a3051abc7815f865e2f7e60a28e345577fe66861a5975714115ffede546",
        "EC2,2,,0x1,,8362f69c1ce717e206de6353d386a4fea395173728ad253eab9813ffe5c1e38612656e066beb6561f6e2fb909c1249e1",
        "GCE,2,,0x1,,f9bff78be133041b3cbab8639dc6f79b56a1064d0ddb57b1aadae0c4d1156e84b27444c90ac3602446312d679c373492"
    })
    void agreesWithAnotherImplementation(
            Vmm vmm,
            int vcpus,
            @Nullable String type,
            String features,
            @Nullable String commandLine,
            String expected)
            throws Exception {
        byte[] kernel = BzImages.marked(new PeBuilder().section(".setup", "kernel").bytes());
        Optional<DirectBoot> boot =
                Optional.ofNullable(commandLine)
                        .map(text ->
                                new DirectBoot(
                                        FileDigest.of(kernel, CRYPTO),
                                        Optional.of(FileDigest.of(new byte[5000], CRYPTO)),
                                        text));
        SnpLaunch launch =
                new SnpLaunch(
                        SnpFirmware.amdSev().image(),
                        vcpus,
                        type == null ? none() : Optional.of(VcpuType.named(type)),
                        Long.decode(features),
                        vmm,
                        boot);
        assertThat(measured(launch)).isEqualTo(expected);
    }

    @Test
    void everyParameterIsInTheMeasurement() throws Exception {
        SnpLaunch launch = qemu(SnpFirmware.amdSev().image());
        List<String> all = new ArrayList<>(List.of(measured(launch)));
        all.add(measured(with(launch, 2, "EPYC-Milan", 1, launch.boot())));
        all.add(measured(with(launch, 1, "EPYC-Genoa", 1, launch.boot())));
        all.add(measured(with(launch, 1, "EPYC-Milan", 0x21, launch.boot())));
        all.add(measured(with(launch, 1, "EPYC-Milan", 1, Optional.empty())));
        all.add(measured(with(launch, 1, "EPYC-Milan", 1, boot(NOTHING, "ro"))));
        FileDigest other = FileDigest.of(new byte[] {1}, CRYPTO);
        all.add(measured(with(launch, 1, "EPYC-Milan", 1, boot(other, ""))));
        all.add(measured(qemu(SnpFirmware.amdSev().fromEnd(0x2000, new byte[1]).image())));
        all.add(measured(new SnpLaunch(launch.firmware(), 1, none(), 1, Vmm.EC2, noBoot())));
        all.add(measured(new SnpLaunch(launch.firmware(), 1, none(), 1, Vmm.GCE, noBoot())));
        assertThat(all).doesNotHaveDuplicates().allMatch(value -> value.length() == 96);
    }

    @Test
    void anEmptyInitrdIsAsNone() throws Exception {
        SnpLaunch launch = qemu(SnpFirmware.amdSev().image());
        Optional<DirectBoot> empty = Optional.of(new DirectBoot(NOTHING, Optional.of(NOTHING), ""));
        assertThat(measured(with(launch, 1, "EPYC-Milan", 1, empty))).isEqualTo(measured(launch));
    }

    @Test
    void refusesAKernelThatFirmwareWouldNotCheck() throws Exception {
        SnpLaunch launch = qemu(SnpFirmware.plain().image());
        assertThatThrownBy(() -> launch.measurement(CRYPTO))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("would boot any kernel");
        assertThat(measured(with(launch, 1, "EPYC-Milan", 1, Optional.empty()))).hasSize(96);
    }

    @Test
    void refusesHashesOutsideOfTheirPage() throws Exception {
        for (long place : new long[] {0x80FFFFL, 0x810F51L, 0x811000L, 0xFFFF_FFFFL}) {
            FirmwareImage firmware =
                    SnpFirmware.amdSev().numbers(SnpFirmware.HASH_TABLE, place, 0x400).image();
            assertThatThrownBy(() -> qemu(firmware).measurement(CRYPTO))
                    .hasMessageContaining("outside of the page");
        }
        FirmwareImage atTheEnd =
                SnpFirmware.amdSev().numbers(SnpFirmware.HASH_TABLE, 0x810F50L, 0x400).image();
        assertThat(qemu(atTheEnd).measurement(CRYPTO)).hasSize(48);
    }

    @Test
    void refusesMoreVcpusWhereFirmwareDoesNotSayWhereTheyBegin() throws Exception {
        FirmwareImage firmware = SnpFirmware.of(SnpFirmware.AMD_SEV).image();
        SnpLaunch one =
                new SnpLaunch(firmware, 1, Optional.of(new VcpuType(1)), 1, Vmm.QEMU, noBoot());
        assertThat(one.measurement(CRYPTO)).hasSize(48);
        SnpLaunch two =
                new SnpLaunch(firmware, 2, Optional.of(new VcpuType(1)), 1, Vmm.QEMU, noBoot());
        assertThatThrownBy(() -> two.measurement(CRYPTO)).hasMessageContaining("one vCPU only");
    }

    @Test
    void refusesWhatNoVmmStarts() throws Exception {
        FirmwareImage firmware = SnpFirmware.amdSev().image();
        Optional<VcpuType> milan = Optional.of(VcpuType.named("EPYC-Milan"));
        refused(new SnpLaunch(firmware, 0, milan, 1, Vmm.QEMU, noBoot()), "1 to 4096 vCPUs");
        refused(new SnpLaunch(firmware, 4097, milan, 1, Vmm.QEMU, noBoot()), "1 to 4096 vCPUs");
        refused(new SnpLaunch(firmware, 1, milan, 0x20, Vmm.QEMU, noBoot()), "bit 0");
        refused(new SnpLaunch(firmware, 1, none(), 1, Vmm.QEMU, noBoot()), "type of their vCPUs");
        refused(new SnpLaunch(firmware, 1, milan, 1, Vmm.EC2, noBoot()), "leave it out");
        refused(new SnpLaunch(firmware, 1, milan, 1, Vmm.GCE, noBoot()), "leave it out");
        refused(new SnpLaunch(firmware, 1, none(), 1, Vmm.GCE, boot(NOTHING, "")), "disks only");
        assertThatThrownBy(() -> DirectBoot.of(NOTHING, Optional.empty(), "ro\0init=/bin/sh"))
                .hasMessageContaining("NUL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "800000,9000,7",
                "800001,9000,1",
                "800000,9001,1",
                "800000,0,1",
                "800000,2000,2",
                "800000,2000,3",
                "800000,2000,10",
                "808000,3000,1",
                "ffffc000,1000,1",
                "fffff000,2000,1",
                "1000000,8000000,1"
            })
    void refusesSectionsThatNoVmmCanGive(String text) throws Exception {
        String[] words = text.split(",", -1);
        long[] section = Arrays.stream(words).mapToLong(word -> Long.parseLong(word, 16)).toArray();
        FirmwareImage firmware =
                SnpFirmware.of(List.of(section, new long[] {0x80A000, 0x1000, 1})).image();
        assertThatThrownBy(() -> SevMetadata.parse(firmware)).isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesFirmwareThatIsNotForSnp() throws Exception {
        FirmwareImage firmware = FirmwareBuilder.ofPages(1).image();
        assertThatThrownBy(() -> qemu(firmware).measurement(CRYPTO))
                .hasMessageContaining("built for SEV-SNP");
    }

    @Property(tries = 2000)
    void measuresOrRefusesDamagedMetadata(
            @ForAll @IntRange(max = 99) int place, @ForAll byte value) {
        byte[] damaged = SnpFirmware.amdSev().bytes();
        damaged[damaged.length - SnpFirmware.METADATA_AT + place] = value;
        try {
            FirmwareImage firmware = FirmwareImage.parse(damaged);
            assertThat(SevMetadata.parse(firmware).sections()).hasSizeLessThanOrEqualTo(64);
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).isEqualTo("firmware-malformed");
        }
    }

    @Property(tries = 500)
    void refusesPointersThatLeadNowhere(@ForAll int pointer) throws Exception {
        if (pointer == SnpFirmware.METADATA_AT) {
            return;
        }
        FirmwareImage firmware =
                SnpFirmware.amdSev().numbers(SnpFirmware.METADATA, pointer).image();
        assertThatThrownBy(() -> SevMetadata.parse(firmware)).isInstanceOf(RefusedException.class);
    }

    @Test
    void namesItsValueAsTheDefaultPolicyAsksForIt() throws Exception {
        SnpLaunch launch = qemu(SnpFirmware.amdSev().image());
        assertThat(launch.values(CRYPTO).provenance().path("snp_launch_measurement").get(0))
                .hasToString('"' + measured(launch) + '"');
        SnpLaunch disk = with(launch, 1, "EPYC-Milan", 1, noBoot());
        assertThat(disk.values(CRYPTO).notes()).hasSize(1);
    }

    private static void refused(SnpLaunch launch, String why) {
        assertThatThrownBy(() -> launch.measurement(CRYPTO))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    private static SnpLaunch qemu(FirmwareImage firmware) throws RefusedException {
        return new SnpLaunch(
                firmware,
                1,
                Optional.of(VcpuType.named("EPYC-Milan")),
                1,
                Vmm.QEMU,
                boot(NOTHING, ""));
    }

    private static SnpLaunch with(
            SnpLaunch launch, int vcpus, String type, long features, Optional<DirectBoot> boot)
            throws RefusedException {
        return new SnpLaunch(
                launch.firmware(),
                vcpus,
                Optional.of(VcpuType.named(type)),
                features,
                Vmm.QEMU,
                boot);
    }

    private static Optional<DirectBoot> boot(FileDigest kernel, String commandLine) {
        return Optional.of(new DirectBoot(kernel, Optional.empty(), commandLine));
    }

    private static Optional<DirectBoot> noBoot() {
        return Optional.empty();
    }

    private static Optional<VcpuType> none() {
        return Optional.empty();
    }

    private static String measured(SnpLaunch launch) throws RefusedException {
        return HexFormat.of().formatHex(launch.measurement(CRYPTO));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
