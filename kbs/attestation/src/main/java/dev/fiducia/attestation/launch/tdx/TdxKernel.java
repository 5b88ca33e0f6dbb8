package dev.fiducia.attestation.launch.tdx;

import dev.fiducia.attestation.launch.FileDigest;

import java.util.Optional;

/// What QEMU boots without a disk: `-kernel`, `-initrd` and `-append`.
///
/// @param image the kernel's file; not changed afterwards
/// @param commandLine empty where there is none
/// @param memory of the guest in bytes, which counts in [KernelForm#PATCHED] alone
@SuppressWarnings("ArrayRecordComponent") // megabytes, handed from the file to the hash
public record TdxKernel(
        byte[] image,
        Optional<FileDigest> initrd,
        String commandLine,
        KernelForm form,
        Optional<Long> memory) {}
