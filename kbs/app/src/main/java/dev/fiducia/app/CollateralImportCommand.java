package dev.fiducia.app;

import dev.fiducia.attestation.collateral.Bundle;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

/// `fiducia collateral import`: puts a bundle where a service reads it.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Checks a bundle and puts it in the place of an older one, in one step; a running"
                        + " service takes it in by itself.")
final class CollateralImportCommand implements Callable<Integer> {
    @Mixin private BundleOptions bundle = new BundleOptions();

    @Option(
            names = "--into",
            required = true,
            paramLabel = "FILE",
            description = "As verifier.collateral.bundles names it.")
    private Path into = Path.of("");

    @Override
    public Integer call() {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        Bundle fresh = bundle.read(bundle.file(), crypto);
        if (Files.exists(into)) {
            Bundle there = bundle.read(into, crypto);
            if (there.sequence() > fresh.sequence()) {
                throw CommandFailure.denied(
                        "refused: "
                                + into
                                + " has sequence "
                                + there.sequence()
                                + ", which is higher than "
                                + fresh.sequence());
            }
        }
        try {
            Path beside = into.resolveSibling(into.getFileName() + ".new");
            Files.copy(bundle.file(), beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    beside,
                    into,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandFailure.failed(into + " can't be written: " + e.getMessage());
        }
        System.out.printf(
                "%s: sequence %d, %d documents%n",
                into, fresh.sequence(), fresh.documents().size());
        return ExitCode.OK;
    }
}
