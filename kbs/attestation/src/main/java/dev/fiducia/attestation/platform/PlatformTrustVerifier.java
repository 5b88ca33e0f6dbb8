package dev.fiducia.attestation.platform;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;

import java.util.List;

/// A verifier whose claims say besides whether the platform is trusted.
public final class PlatformTrustVerifier implements Verifier {

    private final Verifier verifier;
    private final PlatformTrust trust;

    private PlatformTrustVerifier(Verifier verifier, PlatformTrust trust) {
        this.verifier = verifier;
        this.trust = trust;
    }

    /// The same verifiers, with that claim.
    public static List<Verifier> all(List<Verifier> verifiers, PlatformRules rules) {
        PlatformTrust trust = new PlatformTrust(rules);
        return verifiers.stream()
                .<Verifier>map(verifier -> new PlatformTrustVerifier(verifier, trust))
                .toList();
    }

    @Override
    public Tee tee() {
        return verifier.tee();
    }

    @Override
    public SupplementalChallenge challenge() {
        return verifier.challenge();
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        VerificationResult result = verifier.verify(evidence, expected);
        if (result instanceof VerificationResult.Verified verified) {
            verified.claims().forEach(claims -> trust.judge(claims.tee(), claims.claims()));
        }
        return result;
    }
}
