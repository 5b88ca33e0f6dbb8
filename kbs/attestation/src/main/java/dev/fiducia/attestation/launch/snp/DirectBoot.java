package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.FileDigest;

import java.util.Optional;

/// What a VMM boots without a disk: QEMU's `-kernel`, `-initrd` and `-append`.
///
/// @param commandLine without a final NUL, empty where there is none
public record DirectBoot(FileDigest kernel, Optional<FileDigest> initrd, String commandLine) {

    /// Refuses a command line that would end before its end.
    public static DirectBoot of(FileDigest kernel, Optional<FileDigest> initrd, String commandLine)
            throws RefusedException {
        if (commandLine.indexOf('\0') >= 0) {
            throw RefusedException.of(
                    "command-line-malformed", "The command line has a NUL character in it");
        }
        return new DirectBoot(kernel, initrd, commandLine);
    }
}
