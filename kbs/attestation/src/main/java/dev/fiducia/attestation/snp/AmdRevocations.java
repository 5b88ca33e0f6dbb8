package dev.fiducia.attestation.snp;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.HeldDocument;
import dev.fiducia.attestation.collateral.Lookup;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Asks whether AMD revoked what a chain of certificates goes through.
final class AmdRevocations {

    private final CollateralService service;
    private final RevocationChecks checks;
    private final CryptoSuite crypto;
    private final InstantSource clock;

    /// One for each trusted root: what was parsed last.
    private final Map<SnpAnchor, Parsed> parsed = new ConcurrentHashMap<>();

    private record Parsed(Document document, AmdRevocationList list) {}

    AmdRevocations(
            CollateralService service,
            RevocationChecks checks,
            CryptoSuite crypto,
            InstantSource clock) {
        this.service = service;
        this.checks = checks;
        this.crypto = crypto;
        this.clock = clock;
    }

    /// Refuses a revoked chain, and one that can't be judged where that is demanded; says in the
    /// claims what was looked at.
    void require(VekChain chain, ObjectNode claims) throws RefusedException {
        Optional<HeldDocument> held = list(chain.anchor());
        if (held.isEmpty()) {
            claims.put("crl_status", "unchecked");
            return;
        }
        AmdRevocationList list = parse(held.get().document(), chain.anchor());
        for (X509Certificate certificate : chain.certificates()) {
            boolean isByRoot =
                    certificate
                            .getIssuerX500Principal()
                            .equals(chain.anchor().ark().getSubjectX500Principal());
            if (isByRoot && list.revokes(certificate)) {
                throw RefusedException.of(
                        "snp-revoked",
                        SnpCertificates.commonName(certificate).orElse("A certificate")
                                + " is revoked");
            }
        }
        claims.put("crl_status", held.get().facts().holdsAt(clock.instant()) ? "good" : "expired");
        claims.put("crl_number", list.number());
    }

    private Optional<HeldDocument> list(SnpAnchor anchor) throws RefusedException {
        return switch (checks) {
            case OFF -> Optional.empty();
            case AVAILABLE -> {
                DocumentId id = AmdDocumentIds.crl(anchor, crypto);
                Optional<HeldDocument> held = service.held(id);
                if (held.isEmpty()
                        && anchor.origin() == SnpAnchor.Origin.AMD
                        && service.hasRemotes()) {
                    service.prefetch(id);
                }
                yield held;
            }
            case REQUIRED ->
                    switch (service.find(AmdDocumentIds.crl(anchor, crypto))) {
                        case Lookup.Found(var held) -> Optional.of(held);
                        case Lookup.Missing _ ->
                                throw RefusedException.of(
                                        "snp-crl-unavailable",
                                        "What AMD revoked among certificates of "
                                                + anchor.product().label()
                                                + " can't be told");
                    };
        };
    }

    private AmdRevocationList parse(Document document, SnpAnchor anchor) throws RefusedException {
        Parsed known = parsed.get(anchor);
        if (known != null && known.document() == document) {
            return known.list();
        }
        AmdRevocationList list = AmdRevocationList.read(document.body(), anchor, crypto);
        parsed.put(anchor, new Parsed(document, list));
        return list;
    }
}
