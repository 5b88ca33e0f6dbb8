package dev.fiducia.attestation.cca;

/// Who says which platforms are genuine: the operator, by their keys, or a service that knows them.
sealed interface PlatformTrust permits TrustAnchors, RemoteAppraisal {}
