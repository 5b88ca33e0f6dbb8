package dev.fiducia.app;

import dev.fiducia.attestation.collateral.Bundle;
import dev.fiducia.attestation.collateral.BundleException;
import dev.fiducia.attestation.collateral.BundleFile;
import dev.fiducia.attestation.collateral.BundleKey;
import dev.fiducia.crypto.CryptoSuite;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A bundle and whose signature on it counts.
final class BundleOptions {
    @Parameters(paramLabel = "FILE", description = "The bundle.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PEM",
            description = "An operator's public key on P-256.")
    private List<Path> keys = List.of();

    Path file() {
        return file;
    }

    /// The bundle; a refusal for one that can't be believed.
    Bundle read(Path from, CryptoSuite crypto) {
        try {
            List<BundleKey> trusted = new ArrayList<>();
            for (Path key : keys) {
                trusted.add(BundleKey.read(key, crypto));
            }
            if (Files.size(from) > BundleFile.MAX_BYTES) {
                throw new BundleException("it is larger than a bundle may be");
            }
            return BundleFile.read(Files.readAllBytes(from), trusted, crypto);
        } catch (BundleException e) {
            throw CommandFailure.denied("refused: " + from + ": " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailure.failed(from + " can't be read: " + e.getMessage());
        }
    }
}
