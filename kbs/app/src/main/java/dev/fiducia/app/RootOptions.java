package dev.fiducia.app;

import dev.fiducia.attestation.collateral.DocumentAuthority;
import dev.fiducia.attestation.intel.IntelAuthority;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.snp.AmdAuthority;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.CryptoSuite;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/// Roots that are trusted besides the vendors' own.
final class RootOptions {
    @Option(
            names = "--intel-root",
            paramLabel = "PEM",
            description = "Trust this root besides Intel's, such as that of simulated hardware.")
    private @Nullable List<Path> intel;

    @Option(
            names = "--amd-root",
            paramLabel = "PEM",
            description = "Trust these roots besides AMD's.")
    private @Nullable List<Path> amd;

    List<Path> intel() {
        return intel == null ? List.of() : intel;
    }

    List<Path> amd() {
        return amd == null ? List.of() : amd;
    }

    List<DocumentAuthority> authorities(CryptoSuite crypto) {
        try {
            return List.of(
                    IntelAuthority.create(intel(), crypto), AmdAuthority.create(amd(), crypto));
        } catch (IntelSetupException | SnpSetupException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }
}
