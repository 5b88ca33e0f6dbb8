package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;

/// Which documents of collateral need somebody, and what to do about them.
///
/// What an operator pinned needs a person before it ends. What is fetched is renewed by the service
/// itself, days before; if it comes near its end all the same, no source has a newer one.
final class CollateralHealth {

    private static final Duration FETCHED_AHEAD = Duration.ofDays(2);

    private final Instant now;
    private final Duration pinnedAhead;
    private final ObjectNode report;
    private final ArrayNode warnings;
    private boolean isUrgent;

    /// @param pinnedAhead how long before its end a pinned document is worth a word
    /// @param report gets a line for each document
    /// @param warnings gets what somebody should look at
    CollateralHealth(Instant now, Duration pinnedAhead, ObjectNode report, ArrayNode warnings) {
        this.now = now;
        this.pinnedAhead = pinnedAhead;
        this.report = report;
        this.warnings = warnings;
    }

    /// A document that a service holds, or would hold.
    ///
    /// @param due when it has to have a successor: its end, or the greatest age that is configured
    /// @param usable whether evidence is still judged with it
    /// @param pinned whether an operator put it there
    /// @param origin where it came from
    /// @param renewable whether a source on the network may have a newer one that isn't seen from
    ///   here
    record Held(
            String id,
            Instant due,
            boolean usable,
            boolean pinned,
            String origin,
            boolean renewable) {}

    void add(Held held) {
        boolean isOver = !held.due().isAfter(now);
        Duration ahead = held.pinned() ? pinnedAhead : FETCHED_AHEAD;
        String when = (isOver ? "ended " : "until ") + held.due() + ", from " + held.origin();
        report.put(held.id(), held.usable() ? when : when + "; not used any more");
        if (isOver || !held.usable()) {
            urgent(held, held.id() + " ended " + held.due() + consequence(held));
        } else if (!held.due().minus(ahead).isAfter(now)) {
            long days = Duration.between(now, held.due()).toDays();
            warnings.add(
                    held.id() + " ends in " + days + " days (" + held.due() + "): " + advice(held));
        }
    }

    /// Something else that keeps collateral from being there.
    void wrong(String what) {
        isUrgent = true;
        warnings.add(what);
    }

    /// Whether something is past its end already, or can't be used at all.
    boolean isUrgent() {
        return isUrgent;
    }

    private void urgent(Held held, String what) {
        isUrgent |= !held.renewable();
        warnings.add(what + ": " + advice(held));
    }

    private static String consequence(Held held) {
        return held.usable()
                ? ", and evidence judged with it says so"
                : " and is not used any more; evidence that needs it is refused";
    }

    private static String advice(Held held) {
        if (!held.pinned()) {
            return "no source has a newer one, `fiducia collateral status` says why";
        }
        String renew =
                "renew "
                        + held.origin()
                        + " where there is a network (`fiducia collateral fetch`, then `export`) and"
                        + " bring it here (`fiducia collateral import`)";
        return held.renewable()
                ? "the service may have fetched a newer one (`fiducia doctor --service`); else "
                        + renew
                : renew;
    }
}
