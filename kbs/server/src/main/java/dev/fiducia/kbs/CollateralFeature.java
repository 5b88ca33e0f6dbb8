package dev.fiducia.kbs;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.BundleException;
import dev.fiducia.attestation.collateral.BundleSequences;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.collateral.DurableDocuments;
import dev.fiducia.attestation.intel.IntelDocumentIds;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.intel.PcsSource;
import dev.fiducia.attestation.snp.AmdAuthority;
import dev.fiducia.attestation.snp.KdsSource;
import dev.fiducia.attestation.snp.OfflineVcekStore;
import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.collateral.PinnedCollateral;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.IntelVerifierConfig;
import dev.fiducia.kbs.config.SnpVerifierConfig.VcekSource;
import dev.fiducia.kbs.metrics.Metrics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The one service of collateral, for all verifiers, over all that the configuration names: what an
/// operator pinned first, the network last.
final class CollateralFeature {

    private CollateralFeature() {}

    static CollateralService open(Foundation base, Metrics metrics, Openings openings)
            throws BundleException, IntelSetupException, SnpSetupException {
        FiduciaConfig config = base.config();
        CollateralService service =
                openings.add(
                        new CollateralService(
                                PinnedCollateral.authorities(config, base.crypto()),
                                sources(base, openings),
                                Optional.of(new DurableDocuments(base.store())),
                                config.collateral().settings(),
                                base.clock()));
        service.start(wanted(config.collateral().prefetch(), base.crypto()));
        metrics.watch(service, base.clock());
        return service;
    }

    private static List<DocumentSource> sources(Foundation base, Openings openings)
            throws BundleException, IntelSetupException, SnpSetupException {
        FiduciaConfig config = base.config();
        List<DocumentSource> sources =
                new ArrayList<>(
                        PinnedCollateral.sources(
                                config,
                                Optional.of(new BundleSequences(base.store())),
                                base.crypto()));
        try {
            for (VcekSource source : config.snp().vcekSources()) {
                switch (source) {
                    case VcekSource.OfflineStore(Path path) ->
                            sources.add(new OfflineVcekStore(path));
                    case VcekSource.Kds(var url) ->
                            sources.add(
                                    new KdsSource(
                                            url,
                                            openings.add(
                                                    BoundedHttp.toHostOf(
                                                            url, config.collateral().http()))));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new SnpSetupException("SNP VCEK source: " + e.getMessage(), e);
        }
        try {
            config.intel().pcs().map(pcs -> pcs(pcs, config)).ifPresent(sources::add);
        } catch (IllegalArgumentException e) {
            throw new IntelSetupException("Intel's collateral: " + e.getMessage(), e);
        }
        return sources;
    }

    private static PcsSource pcs(IntelVerifierConfig.Pcs pcs, FiduciaConfig config) {
        return new PcsSource(pcs.url(), pcs.rootCrl(), pcs.update(), config.collateral().http());
    }

    /// @param names as the configuration has them: `tdx:FMSPC`, `snp:Milan`
    private static List<DocumentId> wanted(List<String> names, CryptoSuite crypto)
            throws SnpSetupException {
        List<DocumentId> wanted = new ArrayList<>();
        IntelDocumentIds intel = IntelDocumentIds.ofIntel();
        for (String name : names) {
            String what = name.substring(name.indexOf(':') + 1);
            if (name.startsWith("snp:")) {
                SnpProduct product = SnpProduct.valueOf(what.toUpperCase(Locale.ROOT));
                wanted.add(AmdAuthority.revocations(product, crypto));
            } else {
                boolean isTdx = name.startsWith("tdx:");
                wanted.add(intel.rootCrl());
                wanted.add(intel.pckCrl(true));
                wanted.add(intel.tcbInfo(isTdx, what));
                wanted.add(intel.qeIdentity(isTdx));
            }
        }
        return wanted.stream().distinct().toList();
    }
}
