package dev.fiducia.attestation.launch.tdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.eventlog.EventLog;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.ComputedValues;
import dev.fiducia.attestation.launch.FileDigest;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.attestation.launch.linux.BzImages;
import dev.fiducia.attestation.launch.pe.PeBuilder;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class TdxLaunchTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] KERNEL =
            BzImages.marked(new PeBuilder().section(".setup", "kernel").bytes());
    private static final FileDigest INITRD = FileDigest.of(new byte[5000], CRYPTO);
    private static final String OVMF_LOG = "eventlog/CCEL_data_ovmf";

    @Test
    void givesTheRegistersOfARealMachine() throws Exception {
        List<byte[]> kernel = new ArrayList<>();
        List<byte[]> options = new ArrayList<>();
        for (JsonNode event : Vectors.json(OVMF_LOG + "_out.json").path("uefi_event_logs")) {
            byte[] digest = HexFormat.of().parseHex(event.at("/digests/0/digest").asText());
            switch (event.path("type_name").asText()) {
                case "EV_EFI_BOOT_SERVICES_APPLICATION" -> kernel.add(digest);
                case "EV_EVENT_TAG" -> options.add(digest);
                default -> {}
            }
        }
        TdxBoot boot =
                new TdxBoot(kernel.getFirst(), options.getFirst(), Optional.of(options.getLast()));
        assertThat(boot.rtmr1(CRYPTO).stream().map(value -> HexFormat.of().formatHex(value)))
                .contains(
                        "775b9f6bfe99f8a31396f0d0218e67ffa796d3b96ccf961cbb0deba48c79c00f"
                                + "082cda1a5567c1c16305f1fc210c13c6");
        assertThat(HexFormat.of().formatHex(boot.rtmr2(CRYPTO)))
                .isEqualTo(
                        "94eaf7a7bf398ed8d888c91057ae0261802e4f3df084213a76ca7f0b5055ac9d"
                                + "2241de43cd58d9e8b49c503bbf25f34a");
    }

    @Test
    void namesItsValuesAsTheDefaultPolicyAsksForThem() throws Exception {
        ComputedValues values = launch(original("ro")).values(CRYPTO);
        JsonNode json = values.provenance();
        assertThat(json.path("mr_td").get(0).asText()).hasSize(96);
        assertThat(json.path("rtmr_1")).hasSize(2);
        assertThat(json.path("rtmr_2")).hasSize(1);
        assertThat(json.path("tdvfkernel").asText()).hasSize(96);
        assertThat(json.path("tdvfkernelparams").asText()).hasSize(96);
        assertThat(json.has("rtmr_0")).isFalse();
        assertThat(values.notes()).anyMatch(note -> note.contains("rtmr_0"));
    }

    @Test
    void withoutAKernelTheRegistersAreNotGuessed() throws Exception {
        ComputedValues values = launch(Optional.empty()).values(CRYPTO);
        assertThat(values.provenance().propertyStream()).hasSize(1);
        assertThat(values.notes()).anyMatch(note -> note.contains("rtmr_1 and rtmr_2"));
    }

    @Test
    void everyParameterIsInTheRegisters() throws Exception {
        List<String> all = new ArrayList<>();
        all.add(registers(original("ro")));
        all.add(registers(original("rw")));
        all.add(registers(kernel(Optional.empty(), "ro", KernelForm.ORIGINAL, 0)));
        all.add(registers(patched(1L << 30)));
        all.add(registers(patched(2L << 30)));
        FileDigest longer = FileDigest.of(new byte[9000], CRYPTO);
        all.add(registers(kernel(Optional.of(longer), "ro", KernelForm.PATCHED, 2L << 30)));
        assertThat(all).doesNotHaveDuplicates();
        assertThat(registers(patched(4L << 30))).isEqualTo(registers(patched(8L << 30)));
    }

    @Test
    void refusesWhatQemuWouldNotBoot() throws Exception {
        TdxLaunch noMemory = launch(kernel(Optional.of(INITRD), "ro", KernelForm.PATCHED, 0));
        assertThatThrownBy(() -> noMemory.values(CRYPTO)).hasMessageContaining("--memory");
        TdxLaunch idle = launch(kernel(Optional.of(INITRD), "ro", KernelForm.ORIGINAL, 1 << 30));
        assertThatThrownBy(() -> idle.values(CRYPTO)).hasMessageContaining("leave --memory out");
        TdxLaunch small = launch(patched(4096));
        assertThatThrownBy(() -> small.values(CRYPTO)).isInstanceOf(RefusedException.class);
        TdxLaunch tight = launch(patched(0x28000 + 5000));
        assertThatThrownBy(() -> tight.values(CRYPTO)).hasMessageContaining("no room");
        TdxLaunch nul = launch(original("ro\0rw"));
        assertThatThrownBy(() -> nul.values(CRYPTO)).hasMessageContaining("NUL");
        TdxKernel text = new TdxKernel(new byte[5000], none(), "", KernelForm.ORIGINAL, none());
        assertThatThrownBy(() -> launch(Optional.of(text)).values(CRYPTO))
                .hasMessageContaining("no bzImage");
        TdxKernel noPe =
                new TdxKernel(
                        BzImages.marked(new byte[5000]), none(), "", KernelForm.ORIGINAL, none());
        assertThatThrownBy(() -> launch(Optional.of(noPe)).values(CRYPTO))
                .hasMessageContaining("no PE image");
    }

    @Test
    void aLogFillsInWhatArtefactsDoNotTell() throws Exception {
        EventLog log = EventLog.parse(Vectors.bytes(OVMF_LOG));
        FirmwareImage firmware = TdxFirmware.ovmf().image();
        JsonNode json =
                new TdxLaunch(firmware, none(), Optional.of(log)).values(CRYPTO).provenance();
        assertThat(json.path("rtmr_0").get(0).asText()).startsWith("8566f998798db094");
        assertThat(json.path("rtmr_1").get(0).asText()).startsWith("775b9f6bfe99f8a3");
        assertThat(json.path("rtmr_2").get(0).asText()).startsWith("94eaf7a7bf398ed8");
        TdxLaunch other = new TdxLaunch(firmware, original("ro"), Optional.of(log));
        assertThatThrownBy(() -> other.values(CRYPTO)).hasMessageContaining("another kernel");
    }

    private static TdxLaunch launch(Optional<TdxKernel> kernel) throws Exception {
        return new TdxLaunch(TdxFirmware.ovmf().image(), kernel, Optional.empty());
    }

    private static Optional<TdxKernel> original(String commandLine) {
        return kernel(Optional.of(INITRD), commandLine, KernelForm.ORIGINAL, 0);
    }

    private static Optional<TdxKernel> patched(long memory) {
        return kernel(Optional.of(INITRD), "ro", KernelForm.PATCHED, memory);
    }

    private static Optional<TdxKernel> kernel(
            Optional<FileDigest> initrd, String commandLine, KernelForm form, long memory) {
        Optional<Long> given = memory == 0 ? Optional.empty() : Optional.of(memory);
        return Optional.of(new TdxKernel(KERNEL, initrd, commandLine, form, given));
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private static String registers(Optional<TdxKernel> kernel) throws Exception {
        JsonNode json = launch(kernel).values(CRYPTO).provenance();
        return json.path("rtmr_1").toString() + json.path("rtmr_2");
    }
}
