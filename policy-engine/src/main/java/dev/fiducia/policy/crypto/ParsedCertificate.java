package dev.fiducia.policy.crypto;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Instant;

/// A certificate with all that Go reads from it.
///
/// @param maxPathLength -1 for none, 0 also where there are no basic constraints
@SuppressWarnings("ArrayRecordComponent") // never changed, compared by its bytes where it is
record ParsedCertificate(
        byte[] der,
        Certificate structure,
        KnownKey key,
        SubjectNames names,
        ExtendedUsages usages,
        boolean basicConstraints,
        boolean authority,
        int maxPathLength,
        int keyUsage) {

    static final int CERT_SIGN = 1 << 5;

    BigInteger serialNumber() {
        return structure.getSerialNumber().getValue();
    }

    Instant notBefore() {
        return structure.getStartDate().getDate().toInstant();
    }

    Instant notAfter() {
        return structure.getEndDate().getDate().toInstant();
    }

    int version() {
        return structure.getVersionNumber();
    }

    @Nullable Extension extension(ASN1ObjectIdentifier oid) {
        Extensions extensions = structure.getTBSCertificate().getExtensions();
        return extensions == null ? null : extensions.getExtension(oid);
    }
}
