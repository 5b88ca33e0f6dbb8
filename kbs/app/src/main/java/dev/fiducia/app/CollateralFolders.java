package dev.fiducia.app;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.CollateralSettings;
import dev.fiducia.attestation.collateral.DocumentAuthority;
import dev.fiducia.attestation.collateral.DocumentFolder;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.intel.CollateralDirectory;
import dev.fiducia.attestation.intel.IntelAuthority;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.snp.AmdAuthority;
import dev.fiducia.attestation.snp.OfflineVcekStore;
import dev.fiducia.attestation.snp.RevocationChecks;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collateral in folders, for what looks at evidence away from any service.
final class CollateralFolders {

    private CollateralFolders() {}

    static IntelConfig intel(
            List<Path> folders, List<Path> roots, CryptoSuite crypto, InstantSource clock)
            throws IntelSetupException {
        CollateralService service =
                service(
                        List.of(IntelAuthority.create(roots, crypto)),
                        sources(folders, crypto),
                        clock);
        return new IntelConfig(List.of(), roots, Optional.of(service));
    }

    static SnpConfig snp(
            List<Path> folders, List<Path> roots, CryptoSuite crypto, InstantSource clock)
            throws SnpSetupException {
        List<DocumentSource> sources = new ArrayList<>();
        for (Path folder : folders) {
            sources.add(documents(folder));
            sources.add(new OfflineVcekStore(folder));
        }
        CollateralService service =
                service(List.of(AmdAuthority.create(roots, crypto)), sources, clock);
        return new SnpConfig(List.of(), roots, RevocationChecks.AVAILABLE, Optional.of(service));
    }

    /// All that folders hold, by whichever vendor.
    static List<DocumentSource> sources(List<Path> folders, CryptoSuite crypto)
            throws IntelSetupException {
        List<DocumentSource> sources = new ArrayList<>();
        for (Path folder : folders) {
            sources.add(documents(folder));
            sources.add(CollateralDirectory.open(folder, crypto));
        }
        return sources;
    }

    static CollateralService service(
            List<? extends DocumentAuthority> authorities,
            List<? extends DocumentSource> sources,
            InstantSource clock) {
        return new CollateralService(
                authorities, sources, Optional.empty(), CollateralSettings.defaults(), clock);
    }

    private static DocumentFolder documents(Path folder) {
        try {
            return DocumentFolder.open(folder);
        } catch (IOException e) {
            throw CommandFailure.failed("collateral in " + folder + ": " + e.getMessage());
        }
    }
}
