package dev.fiducia.attestation.appraisal;

import java.util.List;

/// What a policy says of one set of claims.
public record PolicyVerdict(TrustVector trustVector, List<Extension> extensions) {
    public PolicyVerdict {
        extensions = List.copyOf(extensions);
    }
}
