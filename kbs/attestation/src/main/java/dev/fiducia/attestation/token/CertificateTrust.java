package dev.fiducia.attestation.token;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The configured certificates that may endorse a token key, and the building of a path to them.
///
/// Only a self-issued configured certificate ends a path; other configured ones may lie on it. What
/// a token brings along is material for the path and nothing more: in any order, with strangers
/// among it.
final class CertificateTrust {
    private final List<X509Certificate> configured;

    CertificateTrust(Collection<X509Certificate> configured) {
        this.configured = List.copyOf(configured);
    }

    boolean isEmpty() {
        return configured.isEmpty();
    }

    /// Whether a path from `leaf` to an anchor exists, all of it valid at `now` (RFC 5280; no
    /// revocation, no purpose).
    boolean endorses(X509Certificate leaf, List<X509Certificate> untrusted, Instant now) {
        Date date = Date.from(now);
        Set<TrustAnchor> anchors = anchorsAt(date);
        if (anchors.isEmpty()) {
            return false;
        }
        if (anchors.stream().anyMatch(anchor -> leaf.equals(anchor.getTrustedCert()))) {
            return true;
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(date);
            List<X509Certificate> material = new ArrayList<>(untrusted);
            material.addAll(configured);
            material.add(leaf);
            parameters.addCertStore(
                    CertStore.getInstance(
                            "Collection", new CollectionCertStoreParameters(material), "SUN"));
            CertPathBuilder.getInstance("PKIX", "SUN").build(parameters);
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// The JDK takes an anchor as given, whatever its dates; we don't.
    private Set<TrustAnchor> anchorsAt(Date date) {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate certificate : configured) {
            if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                    && isValid(certificate, date)) {
                anchors.add(new TrustAnchor(certificate, null));
            }
        }
        return anchors;
    }

    private static boolean isValid(X509Certificate certificate, Date date) {
        try {
            certificate.checkValidity(date);
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException _) {
            return false;
        }
    }
}
