package dev.fiducia.attestation.collateral;

import java.math.BigInteger;
import java.time.Instant;

/// What a verified document says of itself.
///
/// @param edition what may only rise: `tcbEvaluationDataNumber`, number of a CRL; 0 of what never
///   changes
/// @param issued from when it holds
/// @param expires until when; a newer one is out before that
public record Facts(BigInteger edition, Instant issued, Instant expires) {

    /// Whether this may take the other's place: a later edition, or the same one issued later.
    public boolean isNewerThan(Facts other) {
        int order = edition.compareTo(other.edition);
        return order > 0 || (order == 0 && issued.isAfter(other.issued));
    }

    /// Whether it holds at a time.
    public boolean holdsAt(Instant now) {
        return !issued.isAfter(now) && expires.isAfter(now);
    }
}
