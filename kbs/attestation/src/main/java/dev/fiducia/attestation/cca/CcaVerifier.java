package dev.fiducia.attestation.cca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.cbor.CborPlace;
import dev.fiducia.attestation.cbor.CoseKey;
import dev.fiducia.attestation.cbor.CoseSign1;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.attestation.veraison.VeraisonConfig;
import dev.fiducia.attestation.veraison.VeraisonService;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Verifies evidence of an Arm CCA realm, on a platform that the operator named, or that a Veraison
/// service knows.
///
/// Which state of its lifecycle the platform is in, and what firmware it booted, are claims for a
/// policy to judge.
public final class CcaVerifier implements Verifier {

    private static final String CODE = "cca-evidence-malformed";
    private static final String TOKEN = "cca-token-malformed";
    private static final int MAX_TOKEN_BYTES = 32 << 10;
    private static final int FIELD_LENGTH = 64;

    private static final long COLLECTION_TAG = 399;
    private static final long PLATFORM = 44_234;
    private static final long REALM = 44_241;

    private final PlatformTrust trust;
    private final CryptoSuite crypto;

    private CcaVerifier(PlatformTrust trust, CryptoSuite crypto) {
        this.trust = trust;
        this.crypto = crypto;
    }

    /// A verifier that believes the platforms of these files, in the form of Trustee's `ta-store`.
    ///
    /// @throws VerifierSetupException when a file can't be read or holds something else
    public static CcaVerifier create(List<Path> trustAnchors, CryptoSuite crypto)
            throws VerifierSetupException {
        return new CcaVerifier(TrustAnchors.load(trustAnchors, crypto), crypto);
    }

    /// A verifier that has a Veraison service appraise what passed every check that can be made
    /// here.
    ///
    /// @param admitsUnknownRealms whether a realm passes of whose image the service knows nothing,
    ///   so that policies have to judge it
    /// @throws VerifierSetupException when the service can't be one
    public static CcaVerifier remote(
            VeraisonConfig config,
            boolean admitsUnknownRealms,
            CryptoSuite crypto,
            InstantSource clock)
            throws VerifierSetupException {
        VeraisonService service = VeraisonService.create(config, crypto, clock);
        return new CcaVerifier(new RemoteAppraisal(service, admitsUnknownRealms), crypto);
    }

    @Override
    public Tee tee() {
        return Tee.CCA;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.12.
    private TeeClaims verified(JsonNode json, Expectations expected) throws RefusedException {
        byte[] challenge =
                Arrays.copyOf(
                        Verification.requiredReportData(expected, "Evidence of CCA"), FIELD_LENGTH);
        byte[] token = JsonPlace.root(json, CODE).member("token").byteArrayUpTo(MAX_TOKEN_BYTES);
        CborPlace collection = CborPlace.read(token, "token", TOKEN).tagged(COLLECTION_TAG);
        collection.requireOnly(Set.of(PLATFORM, REALM));
        CoseSign1 signedPlatform =
                CoseSign1.parse(collection.label(PLATFORM).bytes(), "platform token", TOKEN);
        CoseSign1 signedRealm =
                CoseSign1.parse(collection.label(REALM).bytes(), "realm token", TOKEN);
        PlatformToken platform = platform(signedPlatform);
        RealmToken realm = realm(signedRealm, platform);
        if (!crypto.constantTimeEquals(realm.challenge(), challenge)) {
            throw RefusedException.of(
                    "report-data-mismatch",
                    "The challenge of the realm token does not match the expected report data");
        }
        initdata(realm, expected.initDataDigest());
        ObjectNode claims = CcaClaims.of(platform, realm);
        if (trust instanceof RemoteAppraisal service) {
            service.requireAffirmed(token, challenge, claims);
        }
        return new TeeClaims(Tee.CCA, Tee.CCA.teeClass(), claims);
    }

    /// The platform's token; signed, unless that is for a service to say.
    private PlatformToken platform(CoseSign1 signed) throws RefusedException {
        return switch (trust) {
            case TrustAnchors anchors -> signedPlatform(signed, anchors);
            // Last, so that a stranger's token only goes there if nothing else is wrong with it.
            case RemoteAppraisal _ -> PlatformToken.parse(signed.unverifiedPayload());
        };
    }

    /// The platform that the operator knows by this id signed its token.
    private PlatformToken signedPlatform(CoseSign1 signed, TrustAnchors anchors)
            throws RefusedException {
        CoseKey key = anchors.keyOf(PlatformToken.instanceIdOf(signed.unverifiedPayload()));
        PlatformToken token =
                PlatformToken.parse(signed.verified(key, "cca-signature-invalid", crypto));
        anchors.requireImplementation(token);
        return token;
    }

    /// The platform vouches for the key in the realm's token, and that key signed the token.
    private RealmToken realm(CoseSign1 signed, PlatformToken platform) throws RefusedException {
        RealmToken token = RealmToken.parse(signed.unverifiedPayload());
        byte[] hash = crypto.digest(token.keyHash(), token.key());
        if (!crypto.constantTimeEquals(hash, platform.challenge())) {
            throw RefusedException.of(
                    "cca-rak-unbound",
                    "The platform token does not name the key of the realm token");
        }
        signed.verified(token.attestationKey(crypto), "cca-signature-invalid", crypto);
        return token;
    }

    /// Hypervisors pad a shorter digest with zeros, or cut a longer one, to the field.
    private void initdata(RealmToken realm, Optional<byte[]> digest) throws RefusedException {
        if (digest.isPresent()
                && !crypto.constantTimeEquals(
                        Arrays.copyOf(digest.get(), FIELD_LENGTH), realm.personalization())) {
            throw RefusedException.of(
                    "init-data-mismatch",
                    "The personalization value of the realm is not the initdata digest");
        }
    }
}
