package dev.fiducia.attestation.se;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.seal.KeyRing;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Asks for and verifies the measurement of a guest in IBM Secure Execution.
///
/// Each challenge is a request of its own, with a key that machines behind verified host keys can
/// read, and this service. A measurement under that key is therefore a machine's. There is nothing
/// in it that initdata could be bound to: what is expected of it is not looked at, and claims say
/// nothing of it.
public final class SeVerifier implements Verifier {

    private final SeMaterial material;
    private final RequestSeal seal;
    private final CryptoSuite crypto;
    private final InstantSource clock;
    private final ProcessorShare share = ProcessorShare.half();

    private SeVerifier(
            SeMaterial material, RequestSeal seal, CryptoSuite crypto, InstantSource clock) {
        this.material = material;
        this.seal = seal;
        this.crypto = crypto;
        this.clock = clock;
    }

    /// A verifier set up as configured. Host keys that nobody vouches for at this time don't stop
    /// it, since that may change.
    ///
    /// @param ring that all replicas share: each verifies what any of them asked for
    /// @throws VerifierSetupException when a file can't be read or is not what it should be
    public static SeVerifier create(
            SeConfig config, KeyRing ring, CryptoSuite crypto, InstantSource clock)
            throws VerifierSetupException {
        return new SeVerifier(
                SeMaterial.open(config, crypto), new RequestSeal(ring, crypto), crypto, clock);
    }

    @Override
    public Tee tee() {
        return Tee.SE;
    }

    /// A new request, for all host keys that hold now.
    ///
    /// Each takes a key pair and a key agreement for every host key, which can't be kept: the
    /// wrapped keys have a fixed IV, so a wrapping key must never come again. And any stranger can
    /// ask. So there is only a share of the processors for it.
    @Override
    public SupplementalChallenge challenge() {
        return share.tryDo(this::asked).orElseGet(SupplementalChallenge.Busy::new);
    }

    private SupplementalChallenge asked() {
        try {
            return new SupplementalChallenge.Text(request().text());
        } catch (RefusedException e) {
            return new SupplementalChallenge.Refused(e.refusal());
        }
    }

    private SeRequest request() throws RefusedException {
        SeMaterial.Current current = material.at(clock.instant());
        AttestationRequestBlock.Secrets secrets = AttestationRequestBlock.Secrets.random(crypto);
        try {
            byte[] tags = current.imageTags();
            return new SeRequest(
                    AttestationRequestBlock.make(current.hostKeys(), secrets, crypto),
                    seal.seal(RequestSeal.Secret.MEASUREMENT_KEY, secrets.measurementKey(), tags),
                    seal.seal(RequestSeal.Secret.NONCE, secrets.nonce(), tags),
                    tags);
        } finally {
            secrets.wipe();
        }
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(SeEvidence.parse(evidence), expected));
    }

    /// The checks of the specification, section 4.11, and that the measurement is one for this
    /// handshake, of the image that is configured, by a machine that is known.
    private TeeClaims verified(SeEvidence evidence, Expectations expected) throws RefusedException {
        answersChallenge(evidence, expected.challenge());
        measured(evidence);
        boundTo(evidence, expected.reportData());
        SeMaterial.Current current = material.at(clock.instant());
        runsImage(evidence, current);
        madeByKnownMachine(evidence, current);
        return new TeeClaims(Tee.SE, Tee.SE.teeClass(), claims(evidence));
    }

    private static void answersChallenge(SeEvidence evidence, Optional<String> challenge)
            throws RefusedException {
        if (challenge.isPresent() && !evidence.answers(SeRequest.parse(challenge.get()))) {
            throw RefusedException.of(
                    "se-challenge-mismatch",
                    "The evidence answers another request than that of this handshake");
        }
    }

    private void measured(SeEvidence evidence) throws RefusedException {
        byte[] tags = evidence.measured().imageTags();
        byte[] key = opened(RequestSeal.Secret.MEASUREMENT_KEY, evidence.measurementKey(), tags);
        byte[] nonce = opened(RequestSeal.Secret.NONCE, evidence.nonce(), tags);
        try {
            byte[] computed = evidence.measured().compute(key, nonce, crypto);
            if (!crypto.constantTimeEquals(computed, evidence.measurement())) {
                throw RefusedException.of(
                        "se-measurement-invalid", "No machine measured what the evidence says");
            }
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(nonce, (byte) 0);
        }
    }

    private byte[] opened(RequestSeal.Secret what, byte[] sealed, byte[] tags)
            throws RefusedException {
        Optional<byte[]> opened = seal.open(what, sealed, tags);
        if (opened.isEmpty()) {
            throw RefusedException.of(
                    "se-request-unknown",
                    "The evidence answers a request that this service did not make for its image");
        }
        return opened.get();
    }

    /// A shorter value is padded with zeros to 64 bytes, a longer one is cut.
    private void boundTo(SeEvidence evidence, Optional<byte[]> reportData) throws RefusedException {
        if (reportData.isPresent()
                && !crypto.constantTimeEquals(
                        Arrays.copyOf(reportData.get(), SeEvidence.REPORT_DATA),
                        evidence.reportData())) {
            throw RefusedException.of(
                    "report-data-mismatch", "The user data is different from what is expected");
        }
    }

    private static void runsImage(SeEvidence evidence, SeMaterial.Current current)
            throws RefusedException {
        if (!Arrays.equals(current.imageTags(), evidence.measured().imageTags())) {
            throw RefusedException.of(
                    "se-image-mismatch", "The guest runs another image than the configured one");
        }
    }

    /// A host key that was revoked since the request was made counts no more.
    private static void madeByKnownMachine(SeEvidence evidence, SeMaterial.Current current)
            throws RefusedException {
        byte[] hash = evidence.attestationHostKey();
        if (current.hostKeys().stream().noneMatch(key -> Arrays.equals(key.hash(), hash))) {
            throw RefusedException.of(
                    "se-host-key-unknown",
                    "The measurement was made with a host key that nobody vouches for now");
        }
    }

    private static ObjectNode claims(SeEvidence evidence) {
        HexFormat hex = HexFormat.of();
        return JsonNodeFactory.instance
                .objectNode()
                .put("cuid", hex.formatHex(evidence.measured().guestId()))
                .put("report_data", hex.formatHex(evidence.reportData()))
                .put("version", AttestationRequestBlock.VERSION)
                .put("image_phkh", hex.formatHex(evidence.imageHostKey()))
                .put("attestation_phkh", hex.formatHex(evidence.attestationHostKey()))
                .put("tag", hex.formatHex(evidence.imageTag()));
    }
}
