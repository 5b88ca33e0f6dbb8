package dev.fiducia.attestation.collateral;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A genuine document, as it is kept.
///
/// @param origin the name of the source it came from
/// @param pinned whether an operator put it there: a file or a bundle
/// @param confirmed when a source last said that this is the newest
public record HeldDocument(
        Document document, Facts facts, String origin, boolean pinned, Instant confirmed) {

    /// The same after another source had it too.
    HeldDocument confirmedBy(HeldDocument same) {
        Instant latest = same.confirmed.isAfter(confirmed) ? same.confirmed : confirmed;
        return new HeldDocument(document, facts, origin, pinned || same.pinned, latest);
    }

    /// Whether it may be used: fetched ones for some time beyond their end, pinned ones as long as
    /// they lie there, lists of revoked certificates up to their greatest age. That it is past its
    /// end shows in the claims all the same.
    boolean isUsableAt(Instant now, CollateralSettings settings) {
        if (tooOldAt(settings).filter(tooOld -> tooOld.isBefore(now)).isPresent()) {
            return false;
        }
        return pinned || !facts.expires().plus(settings.maxStale()).isBefore(now);
    }

    /// When it has to have a successor.
    Instant dueAt(CollateralSettings settings) {
        return tooOldAt(settings)
                .filter(tooOld -> tooOld.isBefore(facts.expires()))
                .orElse(facts.expires());
    }

    /// When a list of revoked certificates reaches the greatest age that is configured, if one is.
    private Optional<Instant> tooOldAt(CollateralSettings settings) {
        return document.id().kind().equals("crl")
                ? settings.crlMaxAge().map(facts.issued()::plus)
                : Optional.empty();
    }

    /// From when on a newer one is looked for: some time after it was last confirmed, and before it
    /// ends.
    Instant refreshAt(CollateralSettings settings) {
        Duration life = Duration.between(facts.issued(), facts.expires());
        Duration lead = settings.refreshAhead();
        Duration quarter = life.dividedBy(4);
        Instant ahead = facts.expires().minus(lead.compareTo(quarter) < 0 ? lead : quarter);
        Instant regular = confirmed.plus(settings.refreshEvery());
        return ahead.isBefore(regular) ? ahead : regular;
    }

    /// Whether it never gets a successor under its id.
    boolean isForever() {
        return document.id().kind().equals("vek");
    }
}
