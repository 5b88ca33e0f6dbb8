package dev.fiducia.attestation.se;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.SignedPart;
import dev.fiducia.crypto.CryptoSuite;

import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CRLHolder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/// A list of revoked certificates, of whoever signed it.
final class SeRevocationList {

    private static final Set<String> KNOWN =
            Set.of(
                    Extension.cRLNumber.getId(),
                    Extension.authorityKeyIdentifier.getId(),
                    Extension.issuingDistributionPoint.getId());

    private final X509CRLHolder crl;
    private final byte[] signed;
    private final Optional<IssuingDistributionPoint> scope;

    private SeRevocationList(
            X509CRLHolder crl, byte[] signed, Optional<IssuingDistributionPoint> scope) {
        this.crl = crl;
        this.signed = signed;
        this.scope = scope;
    }

    /// Reads a list, DER.
    ///
    /// @throws VerifierSetupException when it is none, or narrows itself in ways that aren't known
    static SeRevocationList read(byte[] der, Path source) throws VerifierSetupException {
        try {
            X509CRLHolder crl = new X509CRLHolder(der);
            for (Object oid : crl.getCriticalExtensionOIDs()) {
                if (!KNOWN.contains(oid.toString())) {
                    throw new VerifierSetupException(
                            "verifier.se: the list of revoked certificates "
                                    + source
                                    + " has a critical extension that isn't known");
                }
            }
            Extension point = crl.getExtension(Extension.issuingDistributionPoint);
            return new SeRevocationList(
                    crl,
                    SignedPart.of(der),
                    Optional.ofNullable(point)
                            .map(p -> IssuingDistributionPoint.getInstance(p.getParsedValue())));
        } catch (IOException | RuntimeException e) { // the parser throws what it likes
            throw new VerifierSetupException(
                    "verifier.se: " + source + " holds no list of revoked certificates", e);
        }
    }

    /// Whether this key signed the list, under this name.
    boolean isBy(SeCertificate issuer, CryptoSuite crypto) {
        Extension key = crl.getExtension(Extension.authorityKeyIdentifier);
        try {
            return issuer.mayRevoke()
                    && IbmNames.same(crl.getIssuer(), issuer.subject())
                    && issuer.isKeyOf(
                            Optional.ofNullable(key).map(e -> e.getExtnValue().getOctets()))
                    && SeSignatures.verify(
                            issuer.key(),
                            crl.toASN1Structure().getSignatureAlgorithm().getAlgorithm().getId(),
                            signed,
                            crl.toASN1Structure().getSignature().getOctets(),
                            crypto);
        } catch (RuntimeException e) { // the parser throws what it likes
            return false;
        }
    }

    /// Whether the list would name a certificate of its issuer, had it been revoked.
    boolean covers(SeCertificate certificate) {
        if (scope.isEmpty()) {
            return true;
        }
        IssuingDistributionPoint limits = scope.get();
        return !limits.isIndirectCRL()
                && !limits.onlyContainsAttributeCerts()
                && limits.getOnlySomeReasons() == null
                && !(limits.onlyContainsUserCerts() && certificate.isAuthority())
                && !(limits.onlyContainsCACerts() && !certificate.isAuthority())
                && isPublishedFor(limits.getDistributionPoint(), certificate);
    }

    /// Entries of other issuers, and those that say a certificate is back, revoke all the same.
    boolean revokes(SeCertificate certificate) {
        return crl.getRevokedCertificate(certificate.serial()) != null;
    }

    /// A list that doesn't say until when it holds never does.
    HostKey.Period period() {
        Instant from = crl.getThisUpdate().toInstant();
        Optional<Instant> until = Optional.ofNullable(crl.getNextUpdate()).map(Date::toInstant);
        return new HostKey.Period(from, until.orElse(from));
    }

    private static boolean isPublishedFor(
            @Nullable DistributionPointName name, SeCertificate certificate) {
        if (name == null) {
            return true;
        }
        if (name.getType() != DistributionPointName.FULL_NAME) {
            return false;
        }
        Set<GeneralName> places = certificate.listPlaces();
        return Arrays.stream(GeneralNames.getInstance(name.getName()).getNames())
                .anyMatch(places::contains);
    }
}
