package dev.fiducia.kbs;

import dev.fiducia.attestation.AttestationOutcome;
import dev.fiducia.attestation.AttestationRequest;
import dev.fiducia.attestation.AttestationService;
import dev.fiducia.attestation.Evidence;
import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.appraisal.AttestationPolicies;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.token.EarIssuer;
import dev.fiducia.attestation.token.FileSigners;
import dev.fiducia.attestation.token.JwkSet;
import dev.fiducia.attestation.token.SignerFiles;
import dev.fiducia.attestation.token.StoredSigners;
import dev.fiducia.attestation.token.TeeKeyPaths;
import dev.fiducia.attestation.token.TokenKeyException;
import dev.fiducia.attestation.token.TokenProfile;
import dev.fiducia.attestation.token.TokenSigners;
import dev.fiducia.attestation.token.TokenVerifier;
import dev.fiducia.attestation.token.X509Certificates;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.kbs.attested.RecentAttestations;
import dev.fiducia.kbs.config.AttestationTokenConfig;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.TokenBrokerConfig;
import dev.fiducia.kbs.decision.AttestedFacts;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.decision.Unrecorded;
import dev.fiducia.kbs.fetch.BoundedFetch;
import dev.fiducia.kbs.handshake.Evaluation;
import dev.fiducia.kbs.handshake.Verdict;
import dev.fiducia.rvps.ReferenceValues;

import java.time.InstantSource;
import java.util.Optional;

/// The attestation service as configured: verifiers, signer, and the verifier of its own and
/// others' tokens.
///
/// @param signers the keys of its own tokens
/// @param recent is told how every attestation ended
/// @param decisions has every verdict on record before anyone gets it
record Attestation(
        AttestationService service,
        TokenSigners signers,
        TokenVerifier tokens,
        RecentAttestations recent,
        Decisions decisions)
        implements Evaluation {

    static Attestation create(
            FiduciaConfig config,
            RecordStore store,
            KeyRing ring,
            AttestationPolicies policies,
            ReferenceValues references,
            InitdataBindings bindings,
            RecentAttestations recent,
            Decisions decisions,
            CollateralService collateral,
            CryptoSuite crypto,
            InstantSource clock)
            throws VerifierSetupException, TokenKeyException {
        TokenBrokerConfig broker = config.attestationService().tokenBroker();
        TokenSigners signers = signers(broker, store, crypto, clock);
        AttestationService service =
                new AttestationService(
                        Verifiers.of(config, ring, collateral, crypto, clock),
                        policies,
                        references,
                        bindings,
                        new EarIssuer(profile(broker), signers, crypto, clock),
                        crypto);
        return new Attestation(
                service,
                signers,
                tokens(config.attestationToken(), signers, crypto, clock),
                recent,
                decisions);
    }

    @Override
    public SupplementalChallenge challenge(Tee tee) {
        return service.challenge(tee);
    }

    @Override
    public Verdict evaluate(Submission submission) {
        AttestationRequest request =
                new AttestationRequest(
                        new Evidence(submission.tee(), submission.evidence()),
                        submission.additional().stream()
                                .map(a -> new Evidence(a.tee(), a.evidence()))
                                .toList(),
                        submission.runtimeData(),
                        submission.initdataToml());
        AttestationOutcome outcome = service.attest(request);
        recent.add(submission.tee().wireName(), outcome);
        return switch (outcome) {
            case AttestationOutcome.Attested attested -> accepted(submission, attested);
            case AttestationOutcome.Refused(Refusal refusal) ->
                    new Verdict.Refused(
                            refusal.code(),
                            refusal.message(),
                            Optional.of(
                                    decisions.denyStranger(
                                            facts("attestation.refuse", "refused", submission)
                                                    .with("code", refusal.code())
                                                    .with("reason", refusal.message()))));
        };
    }

    /// A token that is not on record does not exist: the guest begins anew.
    private Verdict accepted(Submission submission, AttestationOutcome.Attested attested) {
        Facts facts = facts("attestation.accept", "accepted", submission);
        AttestedFacts.add(facts, attested.claims());
        return switch (decisions.grant(facts)) {
            case Decisions.Recorded.On(String id) ->
                    new Verdict.Attested(attested.token(), Optional.of(id));
            case Decisions.Recorded.Off(Unrecorded why) ->
                    new Verdict.Refused(why.code(), why.detail());
        };
    }

    private static Facts facts(String action, String outcome, Submission submission) {
        String tee = submission.tee().wireName();
        return Facts.of(action, Facts.holderOf(submission.asker().teeKey()), "tee/" + tee)
                .with("outcome", outcome)
                .with("tee", tee)
                .with("session", submission.asker().session())
                .with("request", submission.asker().request())
                .with("client", submission.asker().client());
    }

    private static TokenSigners signers(
            TokenBrokerConfig broker, RecordStore store, CryptoSuite crypto, InstantSource clock)
            throws TokenKeyException {
        if (broker.signer().isEmpty()) {
            return StoredSigners.openOrCreate(store, crypto, clock, broker.duration());
        }
        TokenBrokerConfig.Signer files = broker.signer().get();
        return FileSigners.open(
                new SignerFiles(files.keyPath(), files.certPath(), files.certUrl()),
                crypto,
                clock,
                broker.duration());
    }

    private static TokenVerifier tokens(
            AttestationTokenConfig config,
            TokenSigners signers,
            CryptoSuite crypto,
            InstantSource clock)
            throws TokenKeyException {
        return TokenVerifier.builder(crypto, clock)
                .signers(signers)
                .certificates(X509Certificates.fromPemFiles(config.trustedCertsPaths()))
                .keys(JwkSet.load(config.trustedJwkSets(), new BoundedFetch(), crypto))
                .insecureHeaderJwk(config.insecureHeaderJwk())
                .teeKeyPaths(TeeKeyPaths.withExtra(config.extraTeeKeyPaths()))
                .build();
    }

    private static TokenProfile profile(TokenBrokerConfig broker) {
        return new TokenProfile(
                broker.duration(),
                broker.issuerName(),
                broker.developerName(),
                broker.buildName(),
                broker.profileName(),
                broker.verboseToken());
    }
}
