package dev.fiducia.app;

import dev.fiducia.attestation.eventlog.EventLog;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.attestation.launch.tdx.KernelForm;
import dev.fiducia.attestation.launch.tdx.TdxKernel;
import dev.fiducia.attestation.launch.tdx.TdxLaunch;
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

/// `fiducia reference-value compute tdx`: MRTD and runtime registers of a TD.
@Command(
        name = "tdx",
        mixinStandardHelpOptions = true,
        description =
                "Works out mr_td of a TD; rtmr_1, rtmr_2, tdvfkernel and tdvfkernelparams of a kernel"
                        + " that QEMU boots directly; and rtmr_0 of an event log.")
final class ComputeTdxCommand implements Callable<Integer> {
    private static final int KERNEL_LIMIT = 256 << 20;
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,9})([MG])");

    @Option(
            names = "--firmware",
            required = true,
            paramLabel = "FILE",
            description = "The OVMF image that the TD is built of.")
    private Path firmware;

    @Mixin private BootOptions boot = new BootOptions();

    @Option(
            names = "--kernel-form",
            paramLabel = "original|patched",
            description = {
                "How QEMU hands the kernel over: original (recent QEMU, with OVMF of edk2-stable202505"
                        + " or later), or patched, with its setup header filled in (before)."
            })
    private @Nullable KernelForm form;

    @Option(
            names = "--memory",
            paramLabel = "N(M|G)",
            description = "Memory of the guest, for --kernel-form patched.")
    private @Nullable String memory;

    @Option(
            names = "--event-log",
            paramLabel = "FILE",
            description =
                    "The CCEL of a machine that was started like this, for what artefacts don't tell.")
    private @Nullable Path eventLog;

    @Mixin private ComputeOutput output = new ComputeOutput();

    @Override
    public Integer call() {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        try {
            FirmwareImage image = Artefact.firmware(firmware);
            return output.print(new TdxLaunch(image, kernel(crypto), log()).values(crypto));
        } catch (RefusedException e) {
            throw CommandFailure.failed(e.refusal().describe());
        }
    }

    private Optional<TdxKernel> kernel(CryptoSuite crypto) throws RefusedException {
        Optional<Path> kernel = boot.kernel();
        if (kernel.isEmpty()) {
            if (form != null || memory != null) {
                throw CommandFailure.usage(
                        "--kernel-form and --memory tell of a kernel that QEMU boots directly: name"
                                + " it with --kernel, or leave them out");
            }
            return Optional.empty();
        }
        if (form == null) {
            throw CommandFailure.usage(
                    "say with --kernel-form how QEMU hands the kernel over, original or patched: it"
                            + " is in the measurement");
        }
        return Optional.of(
                new TdxKernel(
                        Artefact.bytes(kernel.get(), KERNEL_LIMIT),
                        boot.initrd(crypto),
                        boot.commandLine(),
                        form,
                        Optional.ofNullable(memory).map(ComputeTdxCommand::bytes)));
    }

    private Optional<EventLog> log() throws RefusedException {
        return eventLog == null
                ? Optional.empty()
                : Optional.of(EventLog.parse(Artefact.bytes(eventLog, EventLog.MAX_LENGTH)));
    }

    private static long bytes(String memory) {
        Matcher parts = MEMORY.matcher(memory);
        if (!parts.matches()) {
            throw CommandFailure.usage(
                    "memory is a number with its unit, such as 4096M or 4G, not " + memory);
        }
        int shift = parts.group(2).equals("G") ? 30 : 20;
        return Long.parseLong(parts.group(1)) << shift;
    }
}
