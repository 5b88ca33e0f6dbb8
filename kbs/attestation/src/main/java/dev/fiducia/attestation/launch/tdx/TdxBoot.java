package dev.fiducia.attestation.launch.tdx;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.FileDigest;
import dev.fiducia.attestation.launch.linux.QemuSetup;
import dev.fiducia.attestation.launch.linux.SetupHeader;
import dev.fiducia.attestation.launch.pe.PeImage;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A kernel that QEMU boots directly, as OVMF and the kernel's EFI stub measure it.
///
/// @param kernel Authenticode hash of the kernel as it is measured
/// @param commandLine hash of the load options
/// @param initrd hash of the initrd; empty where there is none
@SuppressWarnings("ArrayRecordComponent") // within this package, never changed nor compared
record TdxBoot(byte[] kernel, byte[] commandLine, Optional<byte[]> initrd) {

    /// @param memory of the guest in bytes; counts in [KernelForm#PATCHED] alone
    static TdxBoot of(
            byte[] kernel,
            Optional<FileDigest> initrd,
            String commandLine,
            KernelForm form,
            long memory,
            CryptoSuite crypto)
            throws RefusedException {
        if (commandLine.indexOf('\0') >= 0) {
            throw RefusedException.of(
                    "command-line-malformed", "The command line has a NUL character in it");
        }
        Optional<FileDigest> given = initrd.filter(file -> file.length() > 0);
        long length = given.map(FileDigest::length).orElse(0L);
        SetupHeader.parse(kernel);
        byte[] image =
                switch (form) {
                    case ORIGINAL -> kernel;
                    case PATCHED -> QemuSetup.patched(kernel, memory, length, commandLine);
                };
        byte[] hash = PeImage.parse(image, "kernel").authenticode(HashAlgorithm.SHA384, crypto);
        return new TdxBoot(
                hash,
                loadOptions(commandLine, given.isPresent(), crypto),
                given.map(FileDigest::sha384));
    }

    /// RTMR 1, of firmware with the fix of August 2024 (tianocore/edk2, pull request 6051) and of
    /// firmware without it, which measured both of its separators to RTMR 0.
    List<byte[]> rtmr1(CryptoSuite crypto) {
        return List.of(rtmr1(true, crypto), rtmr1(false, crypto));
    }

    /// RTMR 2: what the EFI stub was told, and what it was given.
    byte[] rtmr2(CryptoSuite crypto) {
        RuntimeRegister register = new RuntimeRegister(crypto).extend(commandLine);
        initrd.ifPresent(register::extend);
        return register.value();
    }

    private byte[] rtmr1(boolean hasSeparator, CryptoSuite crypto) {
        RuntimeRegister register =
                new RuntimeRegister(crypto)
                        .extend(kernel)
                        .action("Calling EFI Application from Boot Option");
        if (hasSeparator) {
            register.separator();
        }
        return register.action("Exit Boot Services Invocation")
                .action("Exit Boot Services Returned with Success")
                .value();
    }

    /// OVMF tells the kernel where its initrd is, and hands the text over with its final NUL.
    private static byte[] loadOptions(String commandLine, boolean hasInitrd, CryptoSuite crypto) {
        String text = commandLine + (hasInitrd ? " initrd=initrd" : "") + "\0";
        return crypto.digest(HashAlgorithm.SHA384, text.getBytes(StandardCharsets.UTF_16LE));
    }
}
