package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.evidence.RefusedException;

/// Verifies one device: here, or by asking NVIDIA.
interface DeviceVerifier {

    /// The device's claims, and what tells it apart from others.
    VerifiedDevice verify(DeviceEvidence device, byte[] nonce) throws RefusedException;
}
