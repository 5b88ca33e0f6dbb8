package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

class ComputeCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path folder;
    private static String firmware;
    private static String kernel;
    private static String initrd;
    private static String uki;

    @BeforeAll
    static void write() throws Exception {
        firmware = written("OVMF.fd", LaunchArtefacts.firmware());
        kernel = written("vmlinuz", LaunchArtefacts.kernel());
        initrd = written("initrd", new byte[5000]);
        uki = written("uki.efi", LaunchArtefacts.uki());
    }

    @Test
    void theMessageOfAnSnpGuestHoldsWhatTheTextSays() throws Exception {
        String[] guest = {
            "--firmware", firmware, "--vcpus", "1", "--vcpu-type", "EPYC-Milan", "--kernel", kernel
        };
        Terminal.Run text = compute("snp", guest);
        assertThat(text.exitCode()).isEqualTo(ExitCode.OK);
        String value = text.output().lines().skip(1).findFirst().orElseThrow().strip();
        assertThat(value).matches("[0-9a-f]{96}");
        JsonNode message =
                JSON.readTree(compute("snp", with(guest, "--output", "message")).output());
        assertThat(message.path("type").asText()).isEqualTo("sample");
        byte[] payload = Base64.getDecoder().decode(message.path("payload").asText());
        assertThat(JSON.readTree(payload).at("/snp_launch_measurement/0").asText())
                .isEqualTo(value);
        String[] signature = guest.clone();
        signature[4] = "--vcpu-signature";
        for (String same : List.of("0xa00f11", "10489617", "25/1/1")) {
            signature[5] = same;
            assertThat(compute("snp", signature).output()).isEqualTo(text.output());
        }
    }

    @Test
    void aDirectlyBootedTdHasAllButItsFirstRegister() throws Exception {
        Terminal.Run run =
                compute(
                        "tdx",
                        "--firmware",
                        firmware,
                        "--kernel",
                        kernel,
                        "--initrd",
                        initrd,
                        "--kernel-form",
                        "patched",
                        "--memory",
                        "4G",
                        "--output",
                        "json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode json = JSON.readTree(run.output());
        assertThat(json.path("reference_values").findValuesAsText("name"))
                .containsExactly("mr_td", "rtmr_1", "rtmr_2", "tdvfkernel", "tdvfkernelparams");
        assertThat(json.path("notes").get(0).asText()).contains("--event-log");
    }

    @Test
    void aUnifiedKernelImageGivesRegisters() {
        Terminal.Run run = compute("uki", uki, "--tee", "tpm", "--phase", "enter-initrd");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output()).contains("tpm_pcr04", "tpm_pcr11", "tpm_pcr12");
    }

    @Test
    void whatCanNotBeRightIsRefusedWithWhatToDo() {
        usage(
                "belong to a kernel",
                "snp",
                "--firmware",
                firmware,
                "--vcpus",
                "1",
                "--cmdline",
                "ro");
        usage("--kernel-form", "tdx", "--firmware", firmware, "--kernel", kernel);
        usage("name it with --kernel", "tdx", "--firmware", firmware, "--memory", "4G");
        usage(
                "give one of them",
                "snp",
                "--firmware",
                firmware,
                "--vcpus",
                "1",
                "--vcpu-type",
                "EPYC",
                "--vcpu-signature",
                "1");
        usage(
                "with its unit",
                "tdx",
                "--firmware",
                firmware,
                "--kernel",
                kernel,
                "--kernel-form",
                "patched",
                "--memory",
                "4096");
        refused("type of their vCPUs", "snp", "--firmware", firmware, "--vcpus", "1");
        refused(
                "OVMF_CODE.fd",
                "snp",
                "--firmware",
                written("VARS", new byte[8192]),
                "--vcpus",
                "1");
        refused("there is no file", "tdx", "--firmware", folder.resolve("none").toString());
        refused("no kernel (.linux)", "uki", kernel, "--tee", "snp");
        refused("no bzImage", "snp", "--firmware", firmware, "--vcpus", "1", "--kernel", initrd);
    }

    private static void usage(String why, String... arguments) {
        expect(ExitCode.USAGE, why, arguments);
    }

    private static void refused(String why, String... arguments) {
        expect(ExitCode.FAILED, why, arguments);
    }

    private static void expect(int exitCode, String why, String... arguments) {
        Terminal.Run run =
                Terminal.run(with(new String[] {"reference-value", "compute"}, arguments));
        assertThat(run.errors()).contains(why);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.output()).isEmpty();
    }

    private static Terminal.Run compute(String what, String... arguments) {
        return Terminal.run(with(new String[] {"reference-value", "compute", what}, arguments));
    }

    private static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String written(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
