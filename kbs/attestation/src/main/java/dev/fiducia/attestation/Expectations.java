package dev.fiducia.attestation;

import java.util.Optional;

/// The values that evidence must be bound to; an absent one is not checked.
///
/// Digests are as computed, before a TEE's own field length is applied: fitting them is the
/// verifier's part.
///
/// @param reportData the digest (or raw bytes) of the runtime data: ties the evidence to nonce and
///   TEE key
/// @param initDataDigest the digest of the initdata document
/// @param challenge the nonce of the handshake, as text; for TEEs with a [SupplementalChallenge]
public record Expectations(
        Optional<byte[]> reportData, Optional<byte[]> initDataDigest, Optional<String> challenge) {

    /// Copies the digests.
    public Expectations {
        reportData = reportData.map(byte[]::clone);
        initDataDigest = initDataDigest.map(byte[]::clone);
    }

    /// Expects these digests, in whatever handshake.
    public Expectations(Optional<byte[]> reportData, Optional<byte[]> initDataDigest) {
        this(reportData, initDataDigest, Optional.empty());
    }

    /// Expects nothing: the claims then say what the evidence is bound to, and the caller must
    /// judge.
    public static Expectations none() {
        return new Expectations(Optional.empty(), Optional.empty());
    }

    /// Expects this report data.
    public static Expectations ofReportData(byte[] reportData) {
        return new Expectations(Optional.of(reportData), Optional.empty());
    }

    /// The same, with this initdata digest expected too.
    public Expectations withInitDataDigest(byte[] digest) {
        return new Expectations(reportData, Optional.of(digest), challenge);
    }

    /// The same, in a handshake with this nonce.
    public Expectations withChallenge(String nonce) {
        return new Expectations(reportData, initDataDigest, Optional.of(nonce));
    }

    @Override
    public Optional<byte[]> reportData() {
        return reportData.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> initDataDigest() {
        return initDataDigest.map(byte[]::clone);
    }
}
