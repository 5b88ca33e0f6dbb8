package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.ComputedValue;
import dev.fiducia.attestation.launch.ComputedValues;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.attestation.launch.firmware.Guid;
import dev.fiducia.crypto.CryptoSuite;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// An SEV-SNP guest as it is going to be started.
///
/// @param vcpus how many
/// @param vcpuType of QEMU's guests, and of no others
/// @param features SEV_FEATURES of the vCPUs: 1 is SEV-SNP alone, 0x21 with debug swapping
/// @param boot what is booted without a disk; empty where firmware finds it itself
public record SnpLaunch(
        FirmwareImage firmware,
        int vcpus,
        Optional<VcpuType> vcpuType,
        long features,
        Vmm vmm,
        Optional<DirectBoot> boot) {

    /// QEMU's own limit for x86.
    public static final int MAX_VCPUS = 4096;

    private static final String IMPOSSIBLE = "snp-launch-impossible";
    private static final Guid RESET_BLOCK = Guid.of("00f771de-1a7e-4fcb-890e-68c77e2fb44e");
    private static final Guid HASH_TABLE = Guid.of("7255371f-3a3b-4b04-927b-1da6efa8d454");

    /// The launch measurement, 48 bytes: `measurement` of the attestation report.
    ///
    /// @throws RefusedException where no VMM could start the guest like this
    public byte[] measurement(CryptoSuite crypto) throws RefusedException {
        requirePossible();
        LaunchDigest digest = new LaunchDigest(crypto);
        for (int at = 0; at < firmware.length(); at += FirmwareImage.PAGE) {
            digest.normal(firmware.base() + at, firmware.part(at, FirmwareImage.PAGE, "firmware"));
        }
        return measurement(crypto, digest);
    }

    /// The measurement as the reference value that the default policy asks for.
    public ComputedValues values(CryptoSuite crypto) throws RefusedException {
        String value = HexFormat.of().formatHex(measurement(crypto));
        String meaning =
                "launch measurement of "
                        + vcpus
                        + (vcpus == 1 ? " vCPU" : " vCPUs")
                        + (boot.isPresent() ? " with kernel" : "");
        return new ComputedValues(
                List.of(ComputedValue.listed("snp_launch_measurement", value, meaning)),
                boot.isPresent()
                        ? List.of()
                        : List.of(
                                "No kernel was given: what the firmware boots from a disk is not in"
                                        + " this measurement."));
    }

    /// Goes on from the digest of the firmware's own pages, for a guest that is possible.
    byte[] measurement(CryptoSuite crypto, LaunchDigest digest) throws RefusedException {
        SevMetadata metadata = SevMetadata.parse(firmware);
        Optional<byte[]> hashes = hashes(metadata, crypto);
        for (SevSection section : metadata.sections()) {
            section(digest, section, hashes);
        }
        if (vmm == Vmm.EC2) {
            metadata.sections().stream()
                    .filter(section -> section.type() == SevSection.Type.CPUID)
                    .forEach(digest::cpuid);
        }
        long rdx = vcpuType.map(VcpuType::signature).orElse(SaveArea.OTHER_VMMS_RDX);
        digest.vcpu(SaveArea.page(SaveArea.RESET, vmm, rdx, features));
        if (vcpus > 1) {
            byte[] other = SaveArea.page(others(), vmm, rdx, features);
            for (int i = 1; i < vcpus; i++) {
                digest.vcpu(other);
            }
        }
        return digest.value();
    }

    private void section(LaunchDigest digest, SevSection section, Optional<byte[]> hashes) {
        switch (section.type()) {
            case SEC_MEM -> {
                if (vmm == Vmm.GCE) {
                    digest.unmeasured(section);
                } else {
                    digest.zeros(section);
                }
            }
            case SECRETS -> digest.secrets(section);
            case CPUID -> {
                if (vmm != Vmm.EC2) { // EC2 gives it to the guest last
                    digest.cpuid(section);
                }
            }
            case SVSM_CALLING_AREA -> digest.zeros(section);
            case KERNEL_HASHES ->
                    hashes.ifPresentOrElse(
                            page -> digest.normal(section.address(), page),
                            () -> digest.zeros(section));
        }
    }

    private void requirePossible() throws RefusedException {
        if (vcpus < 1 || vcpus > MAX_VCPUS) {
            throw impossible("A guest has 1 to " + MAX_VCPUS + " vCPUs, not " + vcpus);
        }
        if ((features & 1) == 0) {
            throw impossible(
                    "The guest features lack bit 0, SEV-SNP itself: give 0x1, or what the VMM sets"
                            + " besides it, such as 0x21");
        }
        if (vmm.tellsVcpuType() && vcpuType.isEmpty()) {
            throw impossible(
                    "Guests of QEMU begin with the type of their vCPUs in a register: name it, as"
                            + " QEMU's -cpu does");
        }
        if (!vmm.tellsVcpuType() && vcpuType.isPresent()) {
            throw impossible(
                    "The vCPU type is not in the measurement of a guest on "
                            + vmm
                            + ": leave it"
                            + " out, or name the VMM that it was meant for");
        }
        if (vmm != Vmm.QEMU && boot.isPresent()) {
            throw impossible(
                    vmm
                            + " boots guests from disks only: leave the kernel out, or name the VMM that"
                            + " it was meant for");
        }
    }

    /// The page of hashes, where something is booted. Firmware without room for it would boot
    /// anything, so a kernel with such a firmware is no guest to vouch for.
    private Optional<byte[]> hashes(SevMetadata metadata, CryptoSuite crypto)
            throws RefusedException {
        if (boot.isEmpty()) {
            return Optional.empty();
        }
        Optional<SevSection> section = metadata.first(SevSection.Type.KERNEL_HASHES);
        long address = firmware.number(HASH_TABLE, "place of the kernel's hashes").orElse(0L);
        if (section.isEmpty() || address == 0) {
            throw RefusedException.of(
                    "snp-firmware-unfit",
                    "The firmware has no room for the hashes of a kernel, so it would boot any"
                            + " kernel: give an OVMF built from AmdSev (OVMF.amdsev.fd), or leave"
                            + " the kernel out");
        }
        if (!section.get().contains(address, KernelHashes.LENGTH)) {
            throw RefusedException.of(
                    "firmware-malformed",
                    String.format(
                            "The firmware wants the hashes of a kernel at 0x%x, outside of the page"
                                    + " that it has for them",
                            address));
        }
        int offset = (int) (address - section.get().address());
        return Optional.of(KernelHashes.page(boot.get(), offset, crypto));
    }

    /// Where all vCPUs but the first begin.
    private long others() throws RefusedException {
        return firmware.number(RESET_BLOCK, "SEV-ES reset block")
                .filter(start -> start != 0)
                .orElseThrow(() ->
                        RefusedException.of(
                                "snp-firmware-unfit",
                                "The firmware doesn't say where further vCPUs begin (it has no"
                                        + " SEV-ES reset block): it can have one vCPU only"));
    }

    private static RefusedException impossible(String message) {
        return RefusedException.of(IMPOSSIBLE, message);
    }
}
