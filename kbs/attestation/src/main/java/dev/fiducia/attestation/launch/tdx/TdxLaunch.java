package dev.fiducia.attestation.launch.tdx;

import dev.fiducia.attestation.eventlog.EventAlgorithm;
import dev.fiducia.attestation.eventlog.EventLog;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.ComputedValue;
import dev.fiducia.attestation.launch.ComputedValues;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.crypto.CryptoSuite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A TD as it is going to be started.
///
/// @param firmware what it is built of
/// @param kernel what is booted without a disk; empty where firmware finds it itself
/// @param log of a machine that was started like this, for what artefacts don't tell
public record TdxLaunch(
        FirmwareImage firmware, Optional<TdxKernel> kernel, Optional<EventLog> log) {

    private static final int RTMR0 = 1;
    private static final int RTMR1 = 2;
    private static final int RTMR2 = 3;
    private static final String FROM_LOG = "as the event log of a machine has it";

    /// MRTD, 48 bytes: what the TD was built of.
    public byte[] mrtd(CryptoSuite crypto) throws RefusedException {
        return Mrtd.of(firmware, crypto);
    }

    /// Everything that can be told, by the names of the default policy, with notes on the rest.
    ///
    /// @throws RefusedException where a TD can't be started like this, or the log is of another
    ///   machine
    public ComputedValues values(CryptoSuite crypto) throws RefusedException {
        List<ComputedValue> values = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        values.add(ComputedValue.listed("mr_td", hex(mrtd(crypto)), "the firmware"));
        Optional<TdxBoot> boot = boot(crypto);
        if (boot.isPresent()) {
            addBoot(values, boot.get(), crypto);
        }
        if (log.isPresent()) {
            addLog(values, log.get(), boot, crypto);
            notes.add(
                    "An event log is as good as the machine that it is from: take it from one that"
                            + " you trust, and whose RTMRs it replays to.");
        } else {
            notes.add(
                    "rtmr_0 tells of ACPI tables, memory and boot variables that the VMM makes up, so"
                            + " it is not in any artefact: give the log of a machine with"
                            + " --event-log (/sys/firmware/acpi/tables/data/CCEL).");
            if (boot.isEmpty()) {
                notes.add(
                        "rtmr_1 and rtmr_2 tell of what the firmware boots from a disk: give the"
                                + " kernel that the VMM boots directly, or an event log.");
            }
        }
        notes.add("rtmr_3 is left to the guest: it begins with zeros.");
        return new ComputedValues(values, notes);
    }

    private Optional<TdxBoot> boot(CryptoSuite crypto) throws RefusedException {
        if (kernel.isEmpty()) {
            return Optional.empty();
        }
        TdxKernel given = kernel.get();
        if (given.form() == KernelForm.PATCHED && given.memory().isEmpty()) {
            throw RefusedException.of(
                    "tdx-launch-impossible",
                    "QEMU puts the place of the initrd into the kernel, which hangs on the guest's"
                            + " memory: give it with --memory");
        }
        if (given.form() == KernelForm.ORIGINAL && given.memory().isPresent()) {
            throw RefusedException.of(
                    "tdx-launch-impossible",
                    "The guest's memory counts where QEMU fills in the kernel's header alone: leave"
                            + " --memory out, or give --kernel-form patched");
        }
        return Optional.of(
                TdxBoot.of(
                        given.image(),
                        given.initrd(),
                        given.commandLine(),
                        given.form(),
                        given.memory().orElse(0L),
                        crypto));
    }

    private static void addBoot(List<ComputedValue> values, TdxBoot boot, CryptoSuite crypto) {
        values.add(
                new ComputedValue(
                        "rtmr_1",
                        boot.rtmr1(crypto).stream().map(TdxLaunch::hex).toList(),
                        false,
                        "the kernel and how it was started, of OVMF with and without the fix of"
                                + " August 2024"));
        values.add(
                ComputedValue.listed("rtmr_2", hex(boot.rtmr2(crypto)), "command line and initrd"));
        values.add(ComputedValue.single("tdvfkernel", hex(boot.kernel()), "the kernel alone"));
        values.add(
                ComputedValue.single(
                        "tdvfkernelparams", hex(boot.commandLine()), "the command line alone"));
    }

    private static void addLog(
            List<ComputedValue> values, EventLog log, Optional<TdxBoot> boot, CryptoSuite crypto)
            throws RefusedException {
        values.add(fromLog("rtmr_0", replayed(log, RTMR0, crypto)));
        byte[] rtmr1 = replayed(log, RTMR1, crypto);
        byte[] rtmr2 = replayed(log, RTMR2, crypto);
        if (boot.isEmpty()) {
            values.add(fromLog("rtmr_1", rtmr1));
            values.add(fromLog("rtmr_2", rtmr2));
            return;
        }
        requireSame(boot.get().rtmr1(crypto), rtmr1, "kernel (rtmr_1), or form of the kernel");
        requireSame(List.of(boot.get().rtmr2(crypto)), rtmr2, "command line or initrd (rtmr_2)");
    }

    private static void requireSame(List<byte[]> computed, byte[] replayed, String what)
            throws RefusedException {
        if (computed.stream().noneMatch(value -> Arrays.equals(value, replayed))) {
            throw RefusedException.of(
                    "event-log-mismatch",
                    "The event log is of a machine with another "
                            + what
                            + ": it replays to "
                            + hex(replayed));
        }
    }

    private static byte[] replayed(EventLog log, int register, CryptoSuite crypto)
            throws RefusedException {
        byte[] value = log.replay(EventAlgorithm.SHA384, register, crypto);
        if (Arrays.equals(value, new byte[value.length])) {
            throw RefusedException.of(
                    "event-log-mismatch",
                    "The event log has no SHA-384 of register "
                            + register
                            + ": it is not the whole log of a TD");
        }
        return value;
    }

    private static ComputedValue fromLog(String name, byte[] value) {
        return ComputedValue.listed(name, hex(value), FROM_LOG);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
