package dev.fiducia.attestation.snp;

/// Whether AMD's lists of revoked certificates are looked at.
public enum RevocationChecks {
    /// Not at all.
    OFF,
    /// Where one is at hand; if there is a source on the network, one is fetched in the background.
    AVAILABLE,
    /// Always: without one that can be used, evidence is refused.
    REQUIRED
}
