package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.Appraisal;
import dev.fiducia.attestation.appraisal.AttestationPolicies;
import dev.fiducia.attestation.appraisal.PolicyResult;
import dev.fiducia.attestation.appraisal.PolicyVerdict;
import dev.fiducia.attestation.token.EarIssuer;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.rvps.ReferenceSnapshot;
import dev.fiducia.rvps.ReferenceValues;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Attests: verifies evidence, has policies judge its claims, and signs the result. Thread-safe; a
/// call works on the CPU, and reads the store only after something changed there.
///
/// The first thing that is wrong ends it without a token. A token says what policies made of
/// genuine, bound evidence; a bad appraisal is a token too, and its reader must look.
public final class AttestationService {
    private final Map<Tee, Verifier> verifiers = new EnumMap<>(Tee.class);
    private final AttestationPolicies policies;
    private final ReferenceValues references;
    private final AnnotatedEvidence annotated;
    private final EarIssuer issuer;
    private final CryptoSuite crypto;

    /// A service with these verifiers, at most one for each TEE.
    public AttestationService(
            Collection<Verifier> verifiers,
            AttestationPolicies policies,
            ReferenceValues references,
            InitdataBindings bindings,
            EarIssuer issuer,
            CryptoSuite crypto) {
        for (Verifier verifier : verifiers) {
            if (this.verifiers.put(verifier.tee(), verifier) != null) {
                throw new IllegalArgumentException("two verifiers for " + verifier.tee());
            }
        }
        this.policies = policies;
        this.references = references;
        this.annotated = new AnnotatedEvidence(bindings);
        this.issuer = issuer;
        this.crypto = crypto;
    }

    /// Claims with what they were checked against.
    private record Checked(
            TeeClaims claims, ObjectNode runtimeClaims, Optional<InitdataDocument> initdata) {}

    /// What a guest of this TEE is asked in place of a random nonce.
    public SupplementalChallenge challenge(Tee tee) {
        Verifier verifier = verifiers.get(tee);
        return verifier == null
                ? new SupplementalChallenge.Refused(unsupported(tee))
                : verifier.challenge();
    }

    /// Attests one request.
    public AttestationOutcome attest(AttestationRequest request) {
        try {
            return issue(request.policyId(), verifyAll(request));
        } catch (RefusedException e) {
            return new AttestationOutcome.Refused(e.refusal());
        }
    }

    private List<Checked> verifyAll(AttestationRequest request) throws RefusedException {
        Optional<InitdataDocument> initdata = parse(request.initdata());
        List<Checked> checked = new ArrayList<>();
        Expectations expected = bound(request.primary().tee(), request.runtimeData());
        Expectations primary =
                initdata.map(document -> expected.withInitDataDigest(document.digest().bytes()))
                        .orElse(expected);
        for (TeeClaims claims : verify(request.primary(), primary)) {
            checked.add(new Checked(claims, request.runtimeData(), initdata));
        }
        ObjectNode ofDevices = ReportData.ofDevices(request.runtimeData());
        for (Evidence device : request.additional()) {
            for (TeeClaims claims : verify(device, bound(device.tee(), ofDevices))) {
                checked.add(new Checked(claims, ofDevices, Optional.empty()));
            }
        }
        return checked;
    }

    private List<TeeClaims> verify(Evidence evidence, Expectations expected)
            throws RefusedException {
        Verifier verifier = verifiers.get(evidence.tee());
        if (verifier == null) {
            throw new RefusedException(unsupported(evidence.tee()));
        }
        return switch (verifier.verify(evidence.content(), expected)) {
            case VerificationResult.Verified(List<TeeClaims> claims) -> claims;
            case VerificationResult.Refused(Refusal refusal) -> throw new RefusedException(refusal);
        };
    }

    private AttestationOutcome issue(String policyId, List<Checked> all) throws RefusedException {
        ReferenceSnapshot snapshot = references.snapshot();
        Map<String, Integer> counters = new HashMap<>();
        Map<String, Appraisal> submodules = new HashMap<>();
        for (Checked checked : all) {
            String teeClass = checked.claims().teeClass();
            int number = counters.merge(teeClass, 1, Integer::sum) - 1;
            submodules.put(teeClass + number, appraise(policyId, checked, snapshot));
        }
        if (submodules.isEmpty()) {
            throw new RefusedException(
                    Refusal.of("claims-empty", "the evidence describes nothing"));
        }
        EarIssuer.SignedEar ear = issuer.issue(submodules);
        return new AttestationOutcome.Attested(ear.token(), ear.claims(), ear.digest());
    }

    private Appraisal appraise(String policyId, Checked checked, ReferenceSnapshot snapshot)
            throws RefusedException {
        ObjectNode evidence = arrange(checked);
        return switch (policies.judge(
                policyId, checked.claims().teeClass(), evidence, snapshot::find)) {
            case PolicyResult.Judged(PolicyVerdict verdict) ->
                    new Appraisal(verdict, policyId, evidence);
            case PolicyResult.Refused(Refusal refusal) -> throw new RefusedException(refusal);
        };
    }

    private ObjectNode arrange(Checked checked) throws RefusedException {
        ObjectNode runtimeClaims =
                issuer.isVerbose()
                        ? checked.runtimeClaims()
                        : ReportData.ofDevices(checked.runtimeClaims());
        return switch (annotated.arrange(checked.claims(), runtimeClaims, checked.initdata())) {
            case AnnotatedEvidence.Result.Arranged(ObjectNode evidence) -> evidence;
            case AnnotatedEvidence.Result.Malformed(Refusal refusal) ->
                    throw new RefusedException(refusal);
        };
    }

    private Expectations bound(Tee tee, ObjectNode runtimeData) throws RefusedException {
        try {
            Expectations expected =
                    Expectations.ofReportData(ReportData.expected(tee, runtimeData, crypto));
            return Optional.ofNullable(runtimeData.path("nonce").textValue())
                    .map(expected::withChallenge)
                    .orElse(expected);
        } catch (JcsException e) {
            throw new RefusedException(
                    Refusal.of(
                            "runtime-data-malformed",
                            "the runtime data has no canonical form: " + e.getMessage()));
        }
    }

    private static Refusal unsupported(Tee tee) {
        return Refusal.of("tee-not-supported", "evidence of " + tee + " can't be verified here");
    }

    private static Optional<InitdataDocument> parse(Optional<String> initdata)
            throws RefusedException {
        if (initdata.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    InitdataDocument.parse(initdata.get().getBytes(StandardCharsets.UTF_8)));
        } catch (InitdataException e) {
            throw new RefusedException(
                    new Refusal(
                            e.code(),
                            "the initdata is refused: " + e.getMessage(),
                            e.place().map(Object::toString)));
        }
    }

    /// Carries a refusal from any step to the one place that answers; never leaves this class.
    private static final class RefusedException extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        private final transient Refusal refusal;

        RefusedException(Refusal refusal) {
            super(refusal.code(), null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
