package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.collateral.Collateral;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the VCEK of a report whose evidence brings no certificates: the first source that has a
/// genuine one.
final class VcekSources {

    private static final Logger LOG = LoggerFactory.getLogger(VcekSources.class);

    private final List<VcekSource> sources;
    private final CryptoSuite crypto;

    VcekSources(List<VcekSource> sources, CryptoSuite crypto) {
        this.sources = List.copyOf(sources);
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
        List<String> reasons = new ArrayList<>();
        for (VcekSource source : sources) {
            switch (source.find(request)) {
                case Collateral.Available found -> {
                    try {
                        return chains.build(product, presented(found));
                    } catch (RefusedException e) {
                        source.forget(request);
                        reasons.add(found.origin() + ": " + e.refusal().message());
                    }
                }
                case Collateral.Unavailable unavailable -> reasons.add(unavailable.reason());
            }
        }
        // Reasons name addresses and paths of this side: they are for the log, not for the guest.
        LOG.info("No VCEK for chip {} {}: {}", request.hardwareId(), request.tcb(), reasons);
        throw unavailable(
                sources.isEmpty()
                        ? "no source of certificates is configured"
                        : "no configured source has a genuine one");
    }

    private PresentedCertificates presented(Collateral.Available found) throws RefusedException {
        X509Certificate vcek = SnpCertificates.parse(found.content(), crypto, found.origin());
        return new PresentedCertificates(Optional.empty(), Optional.empty(), vcek, VekType.VCEK);
    }

    private static RefusedException unavailable(String why) {
        return RefusedException.of(
                "snp-endorsement-unavailable",
                "The evidence brings no certificate for its key, and " + why);
    }
}
