package dev.fiducia.kbs.collateral;

import dev.fiducia.attestation.collateral.BundleException;
import dev.fiducia.attestation.collateral.BundleKey;
import dev.fiducia.attestation.collateral.BundleSequences;
import dev.fiducia.attestation.collateral.BundleSource;
import dev.fiducia.attestation.collateral.DocumentAuthority;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.intel.CollateralDirectory;
import dev.fiducia.attestation.intel.IntelAuthority;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.snp.AmdAuthority;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.FiduciaConfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an operator pinned, as the configuration names it, and who vouches for it.
public final class PinnedCollateral {

    private PinnedCollateral() {}

    /// One for each vendor, with the roots that are trusted besides the vendor's.
    ///
    /// @throws IntelSetupException when a root of Intel's kind can't be used
    /// @throws SnpSetupException when one of AMD's kind can't
    public static List<DocumentAuthority> authorities(FiduciaConfig config, CryptoSuite crypto)
            throws IntelSetupException, SnpSetupException {
        return List.of(
                IntelAuthority.create(config.intel().extraRoots(), crypto),
                AmdAuthority.create(config.snp().extraRoots(), crypto));
    }

    /// Bundles, then directories of Intel's tool. Certificates of chips are not among them.
    ///
    /// @param sequences of bundles that were seen before, where a store remembers them
    /// @throws BundleException when a key can't be used; a bundle that can't be is left out
    /// @throws IntelSetupException when a directory can't be read
    public static List<DocumentSource> sources(
            FiduciaConfig config, Optional<BundleSequences> sequences, CryptoSuite crypto)
            throws BundleException, IntelSetupException {
        List<BundleKey> keys = keys(config, crypto);
        List<DocumentSource> sources = new ArrayList<>();
        for (Path file : config.collateral().bundles()) {
            sources.add(new BundleSource(file, keys, sequences, crypto));
        }
        sources.addAll(CollateralDirectory.all(config.intel().collateral(), crypto));
        return sources;
    }

    /// The keys whose signature on bundles counts.
    ///
    /// @throws BundleException when one can't be used
    public static List<BundleKey> keys(FiduciaConfig config, CryptoSuite crypto)
            throws BundleException {
        List<BundleKey> keys = new ArrayList<>();
        for (Path file : config.collateral().bundleKeys()) {
            keys.add(BundleKey.read(file, crypto));
        }
        return keys;
    }
}
