package dev.fiducia.attestation.snp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.Lookup;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.util.Optional;

/// Finds the VCEK of a report whose evidence brings no certificates.
final class VcekSources {

    private static final int MAX_CACHED = 4096;

    private final CollateralService service;
    private final CryptoSuite crypto;

    /// By the very document, since it is parsed but once.
    private final Cache<VcekRequest, Known> known =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    private record Known(Document document, VekChain chain) {}

    VcekSources(CollateralService service, CryptoSuite crypto) {
        this.service = service;
        this.crypto = crypto;
    }

    VekChain chain(SnpProduct product, SnpReport report, VekChains chains) throws RefusedException {
        if (report.keyInfo().signingKey().filter(VekType.VLEK::equals).isPresent()) {
            throw unavailable("a VLEK certificate can only come with the evidence");
        }
        if (report.masksChipId()) {
            throw unavailable("the report hides its chip id, so no certificate can be looked up");
        }
        VcekRequest request = VcekRequest.of(product, report);
        return switch (service.find(AmdDocumentIds.vcek(request))) {
            case Lookup.Found(var held) -> chain(request, held.document(), chains);
            // The reason names addresses and paths of this side: it is not for the guest.
            case Lookup.Missing _ -> throw unavailable("no configured source has a genuine one");
        };
    }

    private VekChain chain(VcekRequest request, Document document, VekChains chains)
            throws RefusedException {
        Known before = known.getIfPresent(request);
        if (before != null && before.document() == document) {
            return before.chain();
        }
        PresentedCertificates presented =
                new PresentedCertificates(
                        Optional.empty(),
                        Optional.empty(),
                        SnpCertificates.parse(document.body(), crypto, document.id().name()),
                        VekType.VCEK);
        VekChain chain = chains.build(request.product(), presented);
        known.put(request, new Known(document, chain));
        return chain;
    }

    private static RefusedException unavailable(String why) {
        return RefusedException.of(
                "snp-endorsement-unavailable",
                "The evidence brings no certificate for its key, and " + why);
    }
}
