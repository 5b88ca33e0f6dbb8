package dev.fiducia.attestation.launch.uki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.pe.PeBuilder;
import dev.fiducia.attestation.launch.pe.PeImage;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

class UkiLaunchTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] LINUX = new PeBuilder().section(".text", "kernel").bytes();
    private static final byte[] ONES = filled(1);

    /// The registers that Constellation publishes for images of these hashes.
    @Test
    void givesWhatOthersPublish() throws Exception {
        UkiLaunch launch = launch(uki().bytes());
        assertThat(hex(launch.started(List.of(new byte[32], ONES), CRYPTO)))
                .isEqualTo("22116dee861aa6b44242ac469eab24cead344d52c77131f54ac1cac9d6a2408e");
        PlatformRegister register = new PlatformRegister(HashAlgorithm.SHA256, CRYPTO);
        UkiLaunch.section(register, ".linux", new byte[32]);
        UkiLaunch.section(register, ".initrd", ONES);
        assertThat(hex(register.value()))
                .isEqualTo("9dfe399fcd4432639f0e20f49df823aa66b095f0664f0a4b9fbdc11ea64683e2");
    }

    @Test
    void measuresSectionsInCanonicalOrder() throws Exception {
        byte[] shuffled =
                new PeBuilder()
                        .section(".initrd", "initrd")
                        .section(".text", "another stub")
                        .section(".linux", LINUX)
                        .section(".cmdline", "ro")
                        .bytes();
        assertThat(register(launch(shuffled), "11"))
                .isEqualTo(register(launch(uki().bytes()), "11"));
        assertThat(register(launch(shuffled), "04"))
                .isNotEqualTo(register(launch(uki().bytes()), "04"));
    }

    @Test
    void theSignatureOfTheResultIsNoPartOfIt() throws Exception {
        byte[] signed = uki().section(".pcrsig", "{}").bytes();
        assertThat(register(launch(signed), "11")).isEqualTo(register(launch(uki().bytes()), "11"));
        byte[] key = uki().section(".pcrpkey", "key").bytes();
        assertThat(register(launch(key), "11")).isNotEqualTo(register(launch(uki().bytes()), "11"));
    }

    @Test
    void aProfileReplacesWhatItHasOfItsOwn() throws Exception {
        byte[] bytes =
                uki().section(".profile", "ID=main")
                        .section(".profile", "ID=debug")
                        .section(".cmdline", "debug")
                        .bytes();
        String main = register(launch(bytes), "11");
        String debug = register(profile(bytes, 1), "11");
        assertThat(main).isNotEqualTo(debug);
        byte[] alone =
                new PeBuilder()
                        .section(".linux", LINUX)
                        .section(".initrd", "initrd")
                        .section(".cmdline", "debug")
                        .section(".profile", "ID=debug")
                        .bytes();
        assertThat(debug).isEqualTo(register(launch(alone), "11"));
        assertThatThrownBy(() -> profile(bytes, 2).values("snp", CRYPTO))
                .hasMessageContaining("no profile 2: it has 2");
        assertThatThrownBy(() -> profile(uki().bytes(), 1).values("snp", CRYPTO))
                .hasMessageContaining("no profile 1");
    }

    /// Values that systemd-measure (252) works out of the same sections.
    @ParameterizedTest
    @CsvSource({
        "SHA256,'',98bee7af8fcc0329a17719a9e3dac6a2650619f44253c46e9ad06f4150376b26",
        "SHA256,enter-initrd,096747a5367ad4f2d74745e9eda7668c805e8f5730a500fb4a866d2cdcdb15ec",
        "SHA256,enter-initrd:leave-initrd,3acabae7d277fb5cf433b1d49b4e1de64945111e0a814957953ab83b361bbe65",
        "SHA384,'',9105fb6313aba5438f4b3023240198e448f404d9a6875c6d1866b3ff0b95f80ae9ad7146b63c5e2e7328ba955e5a4965",
        "SHA384,enter-initrd,f0959e81d0733261ae1d7d1473a1a777134f1b4ab9ba477f8665a475193d3613ea04b2401acc705e4eb152ef0773c061",
        "SHA384,enter-initrd:leave-initrd,5662349bd71b86a258ec2b2c959b27a928994d29d4044697544e1ea5002961a3e8bdaa603aa37e4b8d594963f8fbb0de"
    })
    void agreesWithAnotherImplementation(HashAlgorithm bank, String phase, String expected)
            throws Exception {
        UkiLaunch launch =
                new UkiLaunch(
                        PeImage.parse(uki().bytes(), "image"),
                        List.of(),
                        0,
                        phase.isEmpty() ? List.of() : List.of(phase),
                        bank);
        String name = bank == HashAlgorithm.SHA256 ? "tdx_pcr11" : "tdx_pcr11_sha384";
        assertThat(launch.values("tdx", CRYPTO).provenance().path(name).get(0).asText())
                .isEqualTo(expected);
    }

    @Test
    void earlierStubsLeaveSectionsOut() throws Exception {
        byte[] bytes = uki().section(".uname", "6.1").section(".sbat", "sbat,1").bytes();
        JsonNode values = launch(bytes).values("snp", CRYPTO).provenance().path("snp_pcr11");
        assertThat(values).hasSize(3);
        assertThat(values.get(1).asText())
                .isEqualTo(register(launch(uki().section(".uname", "6.1").bytes()), "11"));
        assertThat(values.get(2).asText()).isEqualTo(register(launch(uki().bytes()), "11"));
    }

    @Test
    void severalPhasesAreAllAccepted() throws Exception {
        UkiLaunch launch =
                new UkiLaunch(
                        PeImage.parse(uki().bytes(), "image"),
                        List.of(),
                        0,
                        List.of("enter-initrd", "enter-initrd:leave-initrd"),
                        HashAlgorithm.SHA256);
        assertThat(launch.values("snp", CRYPTO).provenance().path("snp_pcr11")).hasSize(2);
    }

    @Test
    void loadersAreStartedFirst() throws Exception {
        PeImage image = PeImage.parse(uki().bytes(), "image");
        PeImage shim = PeImage.parse(new PeBuilder().section(".text", "shim").bytes(), "shim");
        UkiLaunch launch = new UkiLaunch(image, List.of(shim), 0, List.of(), HashAlgorithm.SHA256);
        assertThat(register(launch, "04")).isNotEqualTo(register(launch(uki().bytes()), "04"));
        assertThat(register(launch, "11")).isEqualTo(register(launch(uki().bytes()), "11"));
    }

    @Test
    void namesTellTheBank() throws Exception {
        PeImage image = PeImage.parse(uki().bytes(), "image");
        UkiLaunch launch = new UkiLaunch(image, List.of(), 0, List.of(), HashAlgorithm.SHA384);
        JsonNode values = launch.values("snp", CRYPTO).provenance();
        assertThat(values.path("snp_pcr11_sha384").get(0).asText()).hasSize(96);
        assertThat(values.has("snp_pcr11")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "Enter", "enter initrd", "a:", ":a", "a::b", "a\n"})
    void refusesPhasesThatAreNone(String phase) throws Exception {
        PeImage image = PeImage.parse(uki().bytes(), "image");
        UkiLaunch launch = new UkiLaunch(image, List.of(), 0, List.of(phase), HashAlgorithm.SHA256);
        assertThatThrownBy(() -> launch.values("snp", CRYPTO))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("A phase is words");
    }

    @Test
    void refusesWhatIsNoUnifiedKernelImage() {
        refused(new PeBuilder().section(".text", "shim"), "no kernel (.linux)");
        refused(new PeBuilder().section(".linux", new byte[0]), "no kernel (.linux)");
        refused(uki().section(".cmdline", "again"), "twice");
        refused(uki().section(".osrel", new byte[4], 0x1000), "less of the section .osrel");
        refused(uki().section(".dtbauto", "tree"), "take register 11 from a machine");
        refused(new PeBuilder().section(".linux", "no kernel"), "no PE image");
        assertThatThrownBy(() -> launch(uki().bytes()).values("SNP 1", CRYPTO))
                .isInstanceOf(RefusedException.class);
    }

    @Property(tries = 1000)
    void measuresOrRefusesDamagedImages(
            @ForAll @IntRange(max = 0x1FF) int place, @ForAll byte value) {
        byte[] damaged = uki().bytes();
        damaged[place] = value;
        try {
            assertThat(launch(damaged).values("snp", CRYPTO).values()).hasSize(3);
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).isIn("pe-malformed", "uki-malformed");
        }
    }

    private static void refused(PeBuilder image, String why) {
        assertThatThrownBy(() -> launch(image.bytes()).values("snp", CRYPTO))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    private static PeBuilder uki() {
        return new PeBuilder()
                .section(".text", "stub")
                .section(".cmdline", "ro")
                .section(".linux", LINUX)
                .section(".initrd", "initrd");
    }

    private static UkiLaunch launch(byte[] image) throws RefusedException {
        return profile(image, 0);
    }

    private static UkiLaunch profile(byte[] image, int number) throws RefusedException {
        return new UkiLaunch(
                PeImage.parse(image, "image"), List.of(), number, List.of(), HashAlgorithm.SHA256);
    }

    private static String register(UkiLaunch launch, String number) throws RefusedException {
        return launch.values("snp", CRYPTO).provenance().path("snp_pcr" + number).get(0).asText();
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
