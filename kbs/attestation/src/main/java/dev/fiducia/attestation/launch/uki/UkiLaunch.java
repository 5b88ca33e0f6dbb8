package dev.fiducia.attestation.launch.uki;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.ComputedValue;
import dev.fiducia.attestation.launch.ComputedValues;
import dev.fiducia.attestation.launch.pe.PeImage;
import dev.fiducia.attestation.launch.pe.PeSection;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// A machine that boots a UKI.
///
/// @param image the UKI
/// @param loaders what firmware starts before it, such as shim and systemd-boot, in their order
/// @param profile which profile of the image is booted; 0 where it has none
/// @param phases how far the boot has come, each as words with colons between them; empty for the
///   moment at which the kernel starts
/// @param bank the TPM's bank
public record UkiLaunch(
        PeImage image,
        List<PeImage> loaders,
        int profile,
        List<String> phases,
        HashAlgorithm bank) {

    private static final Pattern PHASE = Pattern.compile("[a-z-]{1,32}(:[a-z-]{1,32}){0,15}");
    private static final Pattern PREFIX = Pattern.compile("[a-z]{2,8}");

    public UkiLaunch {
        loaders = List.copyOf(loaders);
        phases = List.copyOf(phases);
    }

    /// Registers 4, 11 and 12 as reference values.
    ///
    /// @param prefix what stands before the register: `snp`, `tdx` or `tpm`, as the default policy
    ///   has them
    public ComputedValues values(String prefix, CryptoSuite crypto) throws RefusedException {
        if (!PREFIX.matcher(prefix).matches()) {
            throw RefusedException.of("name-malformed", "A prefix is letters such as snp or tdx");
        }
        UkiProfile sections = UkiProfile.of(image.sections(), profile);
        List<ComputedValue> values =
                List.of(
                        listed(
                                prefix,
                                "04",
                                pcr4(sections, crypto),
                                "the UKI and its kernel,"
                                        + " whether firmware or the stub loads the kernel"),
                        listed(
                                prefix,
                                "11",
                                pcr11(sections, crypto),
                                "all sections of the UKI that its stub knows" + phasesText()),
                        listed(
                                prefix,
                                "12",
                                List.of(new byte[bank.length()]),
                                "nothing: no other command line, credentials or add-ons"));
        return new ComputedValues(values, notes(prefix));
    }

    private ComputedValue listed(
            String prefix, String register, List<byte[]> values, String meaning) {
        String suffix = bank == HashAlgorithm.SHA256 ? "" : "_" + bank.wireName();
        return new ComputedValue(
                prefix + "_pcr" + register + suffix,
                values.stream().map(value -> HexFormat.of().formatHex(value)).toList(),
                false,
                meaning);
    }

    /// What firmware started. Some stubs have firmware load the kernel, which measures it; others
    /// load it themselves. The kernel is a part of the UKI either way, so both values vouch for the
    /// same.
    private List<byte[]> pcr4(UkiProfile sections, CryptoSuite crypto) throws RefusedException {
        List<byte[]> stages = new ArrayList<>();
        for (PeImage loader : loaders) {
            stages.add(loader.authenticode(bank, crypto));
        }
        stages.add(image.authenticode(bank, crypto));
        List<byte[]> values = new ArrayList<>();
        values.add(started(stages, crypto));
        PeImage kernel = PeImage.parse(image.content(sections.linux()), "kernel in the image");
        stages.add(kernel.authenticode(bank, crypto));
        values.addFirst(started(stages, crypto));
        return values;
    }

    /// Register 4 after these images were started.
    byte[] started(List<byte[]> stages, CryptoSuite crypto) {
        PlatformRegister register =
                new PlatformRegister(bank, crypto)
                        .measure("Calling EFI Application from Boot Option")
                        .measure(new byte[4]);
        stages.forEach(register::extend);
        return register.value();
    }

    private List<byte[]> pcr11(UkiProfile sections, CryptoSuite crypto) throws RefusedException {
        List<byte[]> values = new ArrayList<>();
        for (List<PeSection> measured : sections.measured()) {
            PlatformRegister register = new PlatformRegister(bank, crypto);
            for (PeSection section : measured) {
                section(register, section.name(), image.digest(section, bank, crypto));
            }
            if (phases.isEmpty()) {
                values.add(register.value());
            }
            for (String phase : phases) {
                values.add(reached(register.value(), phase, crypto));
            }
        }
        return values;
    }

    private byte[] reached(byte[] start, String phase, CryptoSuite crypto) throws RefusedException {
        if (!PHASE.matcher(phase).matches()) {
            throw RefusedException.of(
                    "phase-malformed",
                    "A phase is words with colons between them, such as"
                            + " enter-initrd:leave-initrd:sysinit:ready");
        }
        PlatformRegister register = new PlatformRegister(bank, crypto, start);
        for (String word : phase.split(":", -1)) {
            register.measure(word);
        }
        return register.value();
    }

    /// The name, with its final NUL, and what the section has in memory.
    static void section(PlatformRegister register, String name, byte[] digest) {
        register.measure(name + "\0").extend(digest);
    }

    private String phasesText() {
        return phases.isEmpty()
                ? ", when the kernel starts"
                : ", after " + String.join(" and ", phases);
    }

    private List<String> notes(String prefix) {
        List<String> notes = new ArrayList<>();
        if (phases.isEmpty()) {
            notes.add(
                    "systemd extends register 11 while it boots (systemd-pcrphase): where the image"
                            + " does so, give the phase in which guests attest with --phase, such as"
                            + " enter-initrd:leave-initrd:sysinit:ready.");
        }
        notes.add(
                "Register 9 is not worked out: the kernel measures to it what the stub makes of"
                        + " initrd, os-release, credentials and extensions at boot. Take it from a"
                        + " machine, or from the image's measurements.json.");
        if (bank != HashAlgorithm.SHA256) {
            notes.add("Claims and the default policy have the SHA-256 bank alone.");
        } else {
            notes.add(
                    "The default policy asks for "
                            + prefix
                            + "_pcr11 alone; the others are for policies of your own.");
        }
        return notes;
    }
}
