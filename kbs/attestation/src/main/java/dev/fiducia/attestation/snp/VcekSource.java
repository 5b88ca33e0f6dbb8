package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.collateral.Collateral;

/// Where VCEK certificates come from when the evidence brings none.
///
/// What a source gives is not believed: it has to chain to a trusted root like any other
/// certificate.
public interface VcekSource {

    /// The certificate, or why this source hasn't got it. May block, within its own limits.
    Collateral find(VcekRequest request);

    /// Drops what was given for a request, because it turned out not to be genuine.
    default void forget(VcekRequest request) {}
}
