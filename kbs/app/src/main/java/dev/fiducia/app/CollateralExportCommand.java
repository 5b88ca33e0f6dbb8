package dev.fiducia.app;

import dev.fiducia.attestation.collateral.BundleException;
import dev.fiducia.attestation.collateral.BundleFile;
import dev.fiducia.attestation.collateral.BundleKey;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.HeldDocument;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia collateral export`: folders into one signed file.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Makes a signed bundle of what folders hold; what isn't genuine stays out.")
final class CollateralExportCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DIR",
            description = "*.document as `fetch` writes, *.json as Intel's PcsClientTool does.")
    private List<Path> from = List.of();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PEM",
            description = "The operator's private key on P-256, PKCS #8.")
    private Path key = Path.of("");

    @Option(
            names = "--sequence",
            paramLabel = "N",
            description =
                    "Higher than that of every bundle before; by default the seconds since 1970.")
    private @Nullable Long sequence;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The bundle.")
    private Path out = Path.of("");

    @Mixin private RootOptions roots = new RootOptions();

    @Override
    public Integer call() throws IOException {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        Instant now = InstantSource.system().instant();
        try (CollateralService service =
                CollateralFolders.service(
                        roots.authorities(crypto),
                        CollateralFolders.sources(from, crypto),
                        InstantSource.system())) {
            PrivateKey signer = BundleKey.readPrivate(key, crypto);
            List<HeldDocument> all = service.all();
            if (all.isEmpty()) {
                throw CommandFailure.failed("there is nothing genuine in " + from);
            }
            List<Document> documents = all.stream().map(HeldDocument::document).toList();
            long number = sequence == null ? now.getEpochSecond() : sequence;
            Files.write(out, BundleFile.write(documents, number, now, signer, crypto));
            System.out.printf(
                    "%s: sequence %d, %d documents, the first ends %s%n",
                    out,
                    number,
                    documents.size(),
                    all.stream().map(h -> h.facts().expires()).min(Instant::compareTo).get());
            return ExitCode.OK;
        } catch (IntelSetupException | BundleException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }
}
