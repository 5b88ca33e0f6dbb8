package dev.fiducia.app;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.DocumentFolder;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.collateral.HttpSettings;
import dev.fiducia.attestation.collateral.Lookup;
import dev.fiducia.attestation.intel.IntelDocumentIds;
import dev.fiducia.attestation.intel.PcsSource;
import dev.fiducia.attestation.snp.AmdAuthority;
import dev.fiducia.attestation.snp.KdsSource;
import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `fiducia collateral fetch`: from the vendors' services into a folder. What is there already and
/// newer stays.
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description =
                "Fetches collateral into a folder, checked. The exit status is 1 where something"
                        + " can't be had.")
final class CollateralFetchCommand implements Callable<Integer> {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration TOTAL = Duration.ofSeconds(30);

    @Option(names = "--into", required = true, paramLabel = "DIR", description = "The folder.")
    private Path into = Path.of(".");

    @Option(names = "--tdx", paramLabel = "FMSPC", description = "A family of TDX platforms.")
    private @Nullable List<String> tdx;

    @Option(names = "--sgx", paramLabel = "FMSPC", description = "A family of SGX platforms.")
    private @Nullable List<String> sgx;

    @Option(
            names = "--snp",
            paramLabel = "PRODUCT",
            description = "What AMD revoked: ${COMPLETION-CANDIDATES}.")
    private @Nullable List<SnpProduct> snp;

    @Option(
            names = "--processor-ca",
            description = "PCKs are issued by the Processor CA, not by the Platform CA.")
    private boolean processorCa;

    @Option(
            names = "--pcs",
            paramLabel = "URL",
            defaultValue = "https://api.trustedservices.intel.com",
            description = "Intel's service or a PCCS. Default: ${DEFAULT-VALUE}")
    private URI pcs = PcsSource.INTEL;

    @Option(
            names = "--kds",
            paramLabel = "URL",
            defaultValue = "https://kdsintf.amd.com",
            description = "AMD's service or a mirror. Default: ${DEFAULT-VALUE}")
    private URI kds = KdsSource.AMD;

    @Option(
            names = "--tls-root",
            paramLabel = "PEM",
            description = "The authority of these services' certificates.")
    private @Nullable List<Path> tlsRoots;

    @Mixin private RootOptions roots = new RootOptions();

    @Override
    public Integer call() throws IOException {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        Files.createDirectories(into);
        HttpSettings http =
                new HttpSettings(CONNECT, TOTAL, tlsRoots == null ? List.of() : tlsRoots);
        boolean isComplete = true;
        try (BoundedHttp kdsHttp = BoundedHttp.toHostOf(kds, http)) {
            List<DocumentSource> sources =
                    List.of(
                            DocumentFolder.open(into),
                            new PcsSource(pcs, Optional.empty(), PcsSource.Update.EARLY, http),
                            new KdsSource(kds, kdsHttp));
            try (CollateralService service =
                    CollateralFolders.service(
                            roots.authorities(crypto), sources, InstantSource.system())) {
                for (DocumentId id : wanted(crypto)) {
                    isComplete &= fetch(service, id);
                }
            }
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        return isComplete ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean fetch(CollateralService service, DocumentId id) throws IOException {
        switch (service.refetch(id)) {
            case Lookup.Found(var held) -> {
                DocumentFolder.write(into, held.document());
                System.out.println(
                        id
                                + ": edition "
                                + held.facts().edition()
                                + ", until "
                                + held.facts().expires());
                return held.facts().holdsAt(InstantSource.system().instant());
            }
            case Lookup.Missing missing -> {
                System.err.println(id + ": " + missing.reason());
                return false;
            }
        }
    }

    private List<DocumentId> wanted(CryptoSuite crypto) throws IOException {
        List<DocumentId> wanted = new ArrayList<>();
        boolean isIntel = tdx != null || sgx != null;
        if (isIntel) {
            IntelDocumentIds ids = intelIds(crypto);
            wanted.add(ids.rootCrl());
            wanted.add(ids.pckCrl(!processorCa));
            add(wanted, ids, true, tdx);
            add(wanted, ids, false, sgx);
        }
        if (snp != null) {
            for (SnpProduct product : snp) {
                try {
                    wanted.add(AmdAuthority.revocations(product, crypto));
                } catch (SnpSetupException e) {
                    throw CommandFailure.failed(String.valueOf(e.getMessage()));
                }
            }
        }
        if (wanted.isEmpty()) {
            throw CommandFailure.usage("say what to fetch: --tdx, --sgx or --snp");
        }
        return wanted.stream().distinct().toList();
    }

    private static void add(
            List<DocumentId> wanted,
            IntelDocumentIds ids,
            boolean isTdx,
            @Nullable List<String> families) {
        if (families != null) {
            wanted.add(ids.qeIdentity(isTdx));
            for (String fmspc : families) {
                if (!fmspc.matches("[0-9A-Fa-f]{12}")) {
                    throw CommandFailure.usage("a FMSPC has 12 hexadecimal digits, not " + fmspc);
                }
                wanted.add(ids.tcbInfo(isTdx, fmspc));
            }
        }
    }

    /// Below the given root, if one is given: that of simulated hardware.
    private IntelDocumentIds intelIds(CryptoSuite crypto) throws IOException {
        if (roots.intel().isEmpty()) {
            return IntelDocumentIds.ofIntel();
        }
        Path root = roots.intel().getFirst();
        return IntelDocumentIds.ofRoot(Files.readString(root), crypto)
                .orElseThrow(() -> CommandFailure.failed(root + " is no root of Intel's kind"));
    }
}
