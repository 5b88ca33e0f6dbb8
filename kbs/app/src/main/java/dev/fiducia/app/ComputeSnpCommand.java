package dev.fiducia.app;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.attestation.launch.linux.SetupHeader;
import dev.fiducia.attestation.launch.snp.DirectBoot;
import dev.fiducia.attestation.launch.snp.SnpLaunch;
import dev.fiducia.attestation.launch.snp.VcpuType;
import dev.fiducia.attestation.launch.snp.Vmm;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `fiducia reference-value compute snp`: the launch measurement of an SEV-SNP guest.
@Command(
        name = "snp",
        mixinStandardHelpOptions = true,
        description = "Works out snp_launch_measurement of an SEV-SNP guest.")
final class ComputeSnpCommand implements Callable<Integer> {
    private static final Pattern PARTS = Pattern.compile("([0-9]{1,3})/([0-9]{1,3})/([0-9]{1,3})");

    @Option(
            names = "--firmware",
            required = true,
            paramLabel = "FILE",
            description = "The OVMF image that the VMM loads.")
    private Path firmware;

    @Option(
            names = "--vcpus",
            required = true,
            paramLabel = "N",
            description = "How many vCPUs the guest starts with.")
    private int vcpus;

    @Option(
            names = "--vcpu-type",
            paramLabel = "NAME",
            description = "QEMU only: the model of the vCPUs (-cpu), such as EPYC-Milan.")
    private @Nullable String vcpuType;

    @Option(
            names = "--vcpu-signature",
            paramLabel = "NUMBER|FAMILY/MODEL/STEPPING",
            description =
                    "QEMU only: the same as CPUID gives it, such as 0xa00f11 or 25/1/1, for -cpu"
                            + " host.")
    private @Nullable String vcpuSignature;

    @Option(
            names = "--guest-features",
            defaultValue = "0x1",
            paramLabel = "NUMBER",
            description =
                    "SEV_FEATURES that the VMM sets: 0x1, or 0x21 with debug swapping (default:"
                            + " ${DEFAULT-VALUE}).")
    private String features;

    @Option(
            names = "--vmm",
            defaultValue = "qemu",
            paramLabel = "qemu|ec2|gce",
            description = "Who starts the guest (default: ${DEFAULT-VALUE}).")
    private Vmm vmm;

    @Mixin private BootOptions boot = new BootOptions();
    @Mixin private ComputeOutput output = new ComputeOutput();

    @Override
    public Integer call() {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        try {
            FirmwareImage image = Artefact.firmware(firmware);
            SnpLaunch launch =
                    new SnpLaunch(image, vcpus, type(), number(features), vmm, directBoot(crypto));
            return output.print(launch.values(crypto));
        } catch (RefusedException e) {
            throw CommandFailure.failed(e.refusal().describe());
        }
    }

    private Optional<VcpuType> type() throws RefusedException {
        if (vcpuType != null && vcpuSignature != null) {
            throw CommandFailure.usage(
                    "--vcpu-type and --vcpu-signature say the same: give one of them");
        }
        if (vcpuType != null) {
            return Optional.of(VcpuType.named(vcpuType));
        }
        if (vcpuSignature == null) {
            return Optional.empty();
        }
        Matcher parts = PARTS.matcher(vcpuSignature);
        return Optional.of(
                parts.matches()
                        ? VcpuType.of(part(parts, 1), part(parts, 2), part(parts, 3))
                        : VcpuType.of(number(vcpuSignature)));
    }

    private Optional<DirectBoot> directBoot(CryptoSuite crypto) throws RefusedException {
        Optional<Path> kernel = boot.kernel();
        if (kernel.isEmpty()) {
            return Optional.empty();
        }
        SetupHeader.requireBootable(Artefact.start(kernel.get(), SetupHeader.LENGTH));
        return Optional.of(
                DirectBoot.of(
                        Artefact.digest(kernel.get(), crypto),
                        boot.initrd(crypto),
                        boot.commandLine()));
    }

    private static int part(Matcher parts, int index) {
        return Integer.parseInt(parts.group(index));
    }

    private static long number(String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException _) {
            throw CommandFailure.usage("not a number such as 33 or 0x21: " + text);
        }
    }
}
