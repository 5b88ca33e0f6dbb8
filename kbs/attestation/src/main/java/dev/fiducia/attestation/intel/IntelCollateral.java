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
    DcapCollateral find(boolean tdx, PckChain chain) throws RefusedException {
        IntelDocumentIds ids = chain.ids();
        String fmspc = chain.platform().fmspc();
        // The root's list first: the others are checked against it.
        Document rootCrl = get(ids.rootCrl(), chain);
        return new DcapCollateral(
                get(ids.tcbInfo(tdx, fmspc), chain),
                get(ids.qeIdentity(tdx), chain),
                get(ids.pckCrl(chain.isPlatform()), chain),
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
