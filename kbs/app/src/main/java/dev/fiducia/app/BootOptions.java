package dev.fiducia.app;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.FileDigest;
import dev.fiducia.crypto.CryptoSuite;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/// What a VMM boots without a disk, by QEMU's names.
final class BootOptions {
    @Option(
            names = "--kernel",
            paramLabel = "FILE",
            description = "The kernel that the VMM boots directly (QEMU's -kernel).")
    private @Nullable Path kernel;

    @Option(names = "--initrd", paramLabel = "FILE", description = "Its initrd (QEMU's -initrd).")
    private @Nullable Path initrd;

    @Option(
            names = "--cmdline",
            paramLabel = "TEXT",
            description = "Its command line, byte for byte (QEMU's -append).")
    private @Nullable String commandLine;

    /// The kernel; empty where none is booted directly.
    Optional<Path> kernel() {
        if (kernel == null && (initrd != null || commandLine != null)) {
            throw CommandFailure.usage(
                    "--initrd and --cmdline belong to a kernel that the VMM boots directly: name it"
                            + " with --kernel, or leave them out");
        }
        return Optional.ofNullable(kernel);
    }

    /// Length and digest of the initrd, if there is one.
    Optional<FileDigest> initrd(CryptoSuite crypto) throws RefusedException {
        return initrd == null ? Optional.empty() : Optional.of(Artefact.digest(initrd, crypto));
    }

    String commandLine() {
        return commandLine == null ? "" : commandLine;
    }
}
