package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.Lookup;
import dev.fiducia.attestation.evidence.RefusedException;

/// Gathers the four documents that a quote is judged with.
final class IntelCollateral {

    private final CollateralService service;

    IntelCollateral(CollateralService service) {
        this.service = service;
    }

    /// All for a platform. Each is genuine, but whether they fit the quote is left to the caller.
    ///
    /// @throws RefusedException when one can't be had
    DcapCollateral find(DcapQuote.Kind kind, PckChain chain) throws RefusedException {
        IntelDocumentIds.Wanted wanted = chain.wanted(kind);
        // The root's list first: the others are checked against it.
        Document rootCrl = get(wanted.rootCrl(), chain);
        return new DcapCollateral(
                get(wanted.tcbInfo(), chain),
                get(wanted.qeIdentity(), chain),
                get(wanted.pckCrl(), chain),
                rootCrl);
    }

    private Document get(DocumentId id, PckChain chain) throws RefusedException {
        return switch (service.find(id, chain.issuersPem())) {
            case Lookup.Found(var held) -> held.document();
            case Lookup.Missing missing ->
                    throw new RefusedException(
                            missing.refusal()
                                    .orElseGet(() ->
                                            Refusal.of(
                                                    "dcap-collateral-unavailable",
                                                    "No collateral is known for platforms with FMSPC "
                                                            + chain.platform().fmspc()
                                                            + ", without which a revoked one can't"
                                                            + " be told")));
        };
    }
}
