package dev.fiducia.attestation.se;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Verifies host key documents: signed by a key of IBM's that signs such, whose own certificate
/// leads to a configured root, nothing of it revoked.
///
/// For each certificate but the root there has to be a list of its issuer. Times are not looked at
/// here; they are part of the result. For one thread, and one reading of the files.
final class HostKeyChains {

    private static final int MAX_AUTHORITIES = 2;

    private final List<SeCertificate> certificates;
    private final List<SeCertificate> roots;
    private final List<SeRevocationList> lists;
    private final CryptoSuite crypto;
    private final Map<SeCertificate, HostKey.Period> chains = new HashMap<>();

    HostKeyChains(
            Collection<SeCertificate> certificates,
            Collection<SeCertificate> roots,
            Collection<SeRevocationList> lists,
            CryptoSuite crypto) {
        this.certificates = List.copyOf(certificates);
        this.roots = List.copyOf(roots);
        this.lists = List.copyOf(lists);
        this.crypto = crypto;
    }

    /// The key of a host key document.
    ///
    /// @throws RefusedException when nobody vouches for it
    HostKey verified(SeCertificate document) throws RefusedException {
        ECPublicKey key = key(document);
        SeCertificate signer = signer(document);
        HostKey.Period period =
                document.period().and(unrevoked(document, signer)).and(chainOnce(signer));
        return HostKey.of(key, period, crypto);
    }

    private ECPublicKey key(SeCertificate document) throws RefusedException {
        try {
            ECPublicKey key = crypto.ecPublicKey(document.key().getEncoded());
            if (EcCurve.of(key).filter(curve -> curve == EcCurve.P521).isPresent()) {
                return key;
            }
        } catch (InvalidKeyException e) {
            // as below
        }
        throw invalid("The host key is not one on P-521");
    }

    private SeCertificate signer(SeCertificate document) throws RefusedException {
        for (SeCertificate candidate : certificates) {
            if (IbmNames.isSigningKey(candidate.subject())
                    && IbmNames.same(document.issuer(), candidate.subject())
                    && candidate.signed(document, crypto)) {
                return candidate;
            }
        }
        throw invalid("The document is signed by no signing key of IBM's that is at hand");
    }

    /// Many documents have one signer, and lists of authorities can be long.
    private HostKey.Period chainOnce(SeCertificate signer) throws RefusedException {
        HostKey.Period known = chains.get(signer);
        if (known == null) {
            known = chain(signer);
            chains.put(signer, known);
        }
        return known;
    }

    /// From the signing key to a root, over at most two authorities.
    private HostKey.Period chain(SeCertificate signer) throws RefusedException {
        SeCertificate end = signer;
        HostKey.Period period = signer.period();
        for (int authorities = 0; ; authorities++) {
            Optional<SeCertificate> root = issuer(roots, end, authorities);
            if (root.isPresent()) {
                return period.and(unrevoked(end, root.get())).and(root.get().period());
            }
            Optional<SeCertificate> authority = issuer(certificates, end, authorities);
            if (authority.isEmpty() || authorities == MAX_AUTHORITIES) {
                throw invalid("The signing key leads to no root that is trusted");
            }
            period = period.and(unrevoked(end, authority.get())).and(authority.get().period());
            end = authority.get();
        }
    }

    private Optional<SeCertificate> issuer(
            List<SeCertificate> candidates, SeCertificate issued, int authoritiesBelow) {
        return candidates.stream()
                .filter(candidate ->
                        candidate.isAuthorityOver(authoritiesBelow)
                                && candidate.subject().equals(issued.issuer())
                                && candidate.signed(issued, crypto))
                .findFirst();
    }

    /// When a list of the issuer's holds that doesn't name the certificate.
    private HostKey.Period unrevoked(SeCertificate certificate, SeCertificate issuer)
            throws RefusedException {
        HostKey.Period latest = null;
        for (SeRevocationList list : lists) {
            if (!list.isBy(issuer, crypto) || !list.covers(certificate)) {
                continue;
            }
            if (list.revokes(certificate)) {
                throw RefusedException.of(
                        "se-revoked", "A certificate of the host key's chain is revoked");
            }
            if (latest == null || list.period().until().isAfter(latest.until())) {
                latest = list.period();
            }
        }
        if (latest == null) {
            throw RefusedException.of(
                    "se-crl-missing",
                    "There is no list of revoked certificates by " + issuer.subject());
        }
        return latest;
    }

    private static RefusedException invalid(String message) {
        return RefusedException.of("se-host-key-invalid", message);
    }
}
