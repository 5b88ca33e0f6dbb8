package dev.fiducia.attestation.intel;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// From when until when everything holds that a verification rests upon.
final class Periods {

    private final List<Instant> issued = new ArrayList<>();
    private final List<Instant> expires = new ArrayList<>();

    Periods certificates(Collection<X509Certificate> certificates) {
        for (X509Certificate certificate : certificates) {
            add(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
        }
        return this;
    }

    Periods list(RevocationList crl) {
        Optional<Instant> next = crl.nextUpdate();
        return add(crl.thisUpdate(), next.orElse(crl.thisUpdate()));
    }

    Periods add(Instant from, Instant until) {
        issued.add(from);
        expires.add(until);
        return this;
    }

    Instant earliestIssue() {
        return Collections.min(issued);
    }

    Instant latestIssue() {
        return Collections.max(issued);
    }

    Instant earliestExpiration() {
        return Collections.min(expires);
    }

    /// Whether anything is out of its time, before it or after.
    boolean isOutdatedAt(Instant now) {
        return latestIssue().isAfter(now) || !earliestExpiration().isAfter(now);
    }
}
