package dev.fiducia.attestation.se;

import dev.fiducia.crypto.CryptoSuite;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A certificate of the chain from a host key to a root.
record SeCertificate(X509Certificate certificate) {

    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    /// Key usage, basic constraints, extended key usage, certificate policies: what does not narrow
    /// whom a certificate of this chain may stand for.
    private static final Set<String> KNOWN =
            Set.of(
                    Extension.keyUsage.getId(),
                    Extension.basicConstraints.getId(),
                    Extension.extendedKeyUsage.getId(),
                    Extension.certificatePolicies.getId());

    X500Name subject() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    X500Name issuer() {
        return X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
    }

    PublicKey key() {
        return certificate.getPublicKey();
    }

    BigInteger serial() {
        return certificate.getSerialNumber();
    }

    /// The last second belongs to it.
    HostKey.Period period() {
        return new HostKey.Period(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant().plusSeconds(1));
    }

    boolean isAuthority() {
        return certificate.getBasicConstraints() >= 0;
    }

    /// Whether it is an authority that may have so many authorities below it.
    boolean isAuthorityOver(int authoritiesBelow) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= authoritiesBelow
                && (usage == null || usage[KEY_CERT_SIGN]);
    }

    /// Whether its key may sign lists. IBM's signing keys are no authorities and may all the same.
    boolean mayRevoke() {
        boolean[] usage = certificate.getKeyUsage();
        return !isAuthority() || usage == null || usage[CRL_SIGN];
    }

    /// Whether this key signed the other certificate, which says so of its key too. Names are the
    /// caller's to compare.
    boolean signed(SeCertificate other, CryptoSuite crypto) {
        try {
            return !other.hasStrangeCriticalExtension()
                    && isKeyOf(other.extension(Extension.authorityKeyIdentifier))
                    && SeSignatures.verify(
                            key(),
                            other.certificate.getSigAlgOID(),
                            other.certificate.getTBSCertificate(),
                            other.certificate.getSignature(),
                            crypto);
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    /// Whether an authority key identifier, where there is one with a key in it, is of this key.
    boolean isKeyOf(Optional<byte[]> authorityKeyIdentifier) {
        Optional<byte[]> own = extension(Extension.subjectKeyIdentifier);
        if (authorityKeyIdentifier.isEmpty() || own.isEmpty()) {
            return true;
        }
        try {
            byte[] named =
                    AuthorityKeyIdentifier.getInstance(authorityKeyIdentifier.get())
                            .getKeyIdentifierOctets();
            return named == null
                    || Arrays.equals(
                            named, SubjectKeyIdentifier.getInstance(own.get()).getKeyIdentifier());
        } catch (RuntimeException e) { // the parser throws what it likes
            return false;
        }
    }

    /// Where its issuer publishes lists, as the certificate says.
    Set<GeneralName> listPlaces() {
        Set<GeneralName> places = new HashSet<>();
        try {
            extension(Extension.cRLDistributionPoints)
                    .ifPresent(der -> {
                        for (DistributionPoint point :
                                CRLDistPoint.getInstance(der).getDistributionPoints()) {
                            if (point.getDistributionPoint() != null) {
                                places.addAll(
                                        Arrays.asList(
                                                GeneralNames.getInstance(
                                                                point.getDistributionPoint()
                                                                        .getName())
                                                        .getNames()));
                            }
                        }
                    });
        } catch (RuntimeException e) { // the parser throws what it likes
            return Set.of();
        }
        return places;
    }

    private boolean hasStrangeCriticalExtension() {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        return critical != null && !KNOWN.containsAll(critical);
    }

    private Optional<byte[]> extension(ASN1ObjectIdentifier oid) {
        return Optional.ofNullable(certificate.getExtensionValue(oid.getId()))
                .map(wrapped -> ASN1OctetString.getInstance(wrapped).getOctets());
    }
}
