package dev.fiducia.attestation.cca;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.TrustClaim;
import dev.fiducia.attestation.appraisal.TrustTier;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.veraison.Ear;
import dev.fiducia.attestation.veraison.Submod;
import dev.fiducia.attestation.veraison.VeraisonService;

import java.util.Map;

/// A Veraison service appraises the token (specification, section 4.12, "remote").
///
/// It has to affirm every part, and to have understood the same claims as were read here; those are
/// the ones that policies see.
final class RemoteAppraisal implements PlatformTrust {

    private static final String MEDIA_TYPE =
            "application/eat-collection; profile=\"http://arm.com/CCA-SSD/1.0.0\"";
    private static final String PLATFORM = "CCA_SSD_PLATFORM";
    private static final String REALM = "CCA_REALM";

    /// AR4SI, "executables": what runs is not among what the service knows.
    private static final byte UNRECOGNIZED = 33;

    private final VeraisonService service;
    private final boolean admitsUnknownRealms;

    /// @param admitsUnknownRealms whether a realm may be built from an image that the service knows
    ///   nothing of, for a policy to judge; nothing else may be less than affirmed
    RemoteAppraisal(VeraisonService service, boolean admitsUnknownRealms) {
        this.service = service;
        this.admitsUnknownRealms = admitsUnknownRealms;
    }

    /// The service affirms this token, for this challenge, with these claims in it.
    void requireAffirmed(byte[] token, byte[] challenge, ObjectNode claims)
            throws RefusedException {
        Ear ear = service.appraise(token, MEDIA_TYPE, challenge);
        Submod platform = ear.submod(PLATFORM);
        Submod realm = ear.submod(REALM);
        for (Map.Entry<String, Submod> part : ear.submods().entrySet()) {
            boolean isRealm = part.getKey().equals(REALM);
            if (!isAffirmed(part.getValue())
                    && !(isRealm && admitsUnknownRealms && isOnlyUnknown(part.getValue()))) {
                throw notAffirmed(part.getKey(), part.getValue());
            }
        }
        EchoedClaims.require(claims.path("platform"), platform.claims(), PLATFORM);
        EchoedClaims.require(claims.path("realm"), realm.claims(), REALM);
    }

    private static boolean isAffirmed(Submod part) {
        return part.status() == TrustTier.AFFIRMING
                && part.tier(TrustClaim.INSTANCE_IDENTITY) == TrustTier.AFFIRMING;
    }

    private static boolean isOnlyUnknown(Submod realm) {
        return realm.status() == TrustTier.WARNING
                && realm.tier(TrustClaim.INSTANCE_IDENTITY) == TrustTier.AFFIRMING
                && realm.vector().claims().entrySet().stream()
                        .allMatch(entry ->
                                (entry.getKey() == TrustClaim.EXECUTABLES
                                                && entry.getValue() == UNRECOGNIZED)
                                        || TrustTier.of(entry.getValue())
                                                        .compareTo(TrustTier.AFFIRMING)
                                                <= 0);
    }

    private static RefusedException notAffirmed(String name, Submod part) {
        return RefusedException.of(
                "cca-not-affirmed",
                "The Veraison service does not affirm "
                        + name
                        + ": status "
                        + part.status().wireName()
                        + ", "
                        + part.vector().toJson());
    }
}
