package dev.fiducia.attestation.intel;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// From when until when everything holds that a verification rests upon.
///
/// @param earliestIssue when the oldest of it began
/// @param latestIssue when the newest of it began: before that, not all of it holds
/// @param earliestExpiration when the first of it ends
record Periods(Instant earliestIssue, Instant latestIssue, Instant earliestExpiration) {

    /// Nothing yet.
    static Periods none() {
        return new Periods(Instant.MAX, Instant.MIN, Instant.MAX);
    }

    Periods certificates(Collection<X509Certificate> certificates) {
        Periods all = this;
        for (X509Certificate certificate : certificates) {
            all =
                    all.add(
                            certificate.getNotBefore().toInstant(),
                            certificate.getNotAfter().toInstant());
        }
        return all;
    }

    Periods list(RevocationList crl) {
        Optional<Instant> next = crl.nextUpdate();
        return add(crl.thisUpdate(), next.orElse(crl.thisUpdate()));
    }

    Periods add(Instant from, Instant until) {
        return new Periods(
                from.isBefore(earliestIssue) ? from : earliestIssue,
                from.isAfter(latestIssue) ? from : latestIssue,
                until.isBefore(earliestExpiration) ? until : earliestExpiration);
    }

    /// Whether anything is out of its time, before it or after.
    boolean isOutdatedAt(Instant now) {
        return latestIssue.isAfter(now) || !earliestExpiration.isAfter(now);
    }
}
