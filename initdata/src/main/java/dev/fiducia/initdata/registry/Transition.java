package dev.fiducia.initdata.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A change of a revision's state, and what becomes of it. Revoked revisions stay revoked unless
/// they are reinstated with a reason.
public sealed interface Transition {

    /// Stand for it. What it superseded is not touched: several revisions of a name can be active.
    ///
    /// @param reinstate whether it may have been revoked
    record Activate(boolean reinstate) implements Transition {}

    /// Stand for it only while a grace lasts, so that running guests can be replaced.
    record Supersede(Duration grace) implements Transition {
        /// The longest grace: a year is no grace, it is another revision.
        public static final Duration LONGEST = Duration.ofDays(366);

        public Supersede {
            if (grace.isNegative() || grace.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a grace lasts from 0 to 366 days");
            }
        }
    }

    /// Take it back for good.
    record Revoke() implements Transition {}

    /// End its time, without distrust.
    record Expire() implements Transition {}

    /// What came of it.
    sealed interface Result {
        record Changed(InitdataRevision revision) implements Result {}

        record Unchanged() implements Result {}

        /// @param code stable name of the reason
        record Refused(String code, String message) implements Result {}
    }

    /// The name in paths and in the audit log, such as `activate`.
    default String wireName() {
        return switch (this) {
            case Activate _ -> "activate";
            case Supersede _ -> "supersede";
            case Revoke _ -> "revoke";
            case Expire _ -> "expire";
        };
    }

    /// Applies the change to a revision.
    ///
    /// @param note by whom, now, and why
    default Result of(InitdataRevision revision, Note note) {
        return switch (this) {
            case Activate activate -> activated(revision, activate.reinstate(), note);
            case Supersede(Duration grace) -> superseded(revision, grace, note);
            case Revoke _ ->
                    revision.state() == RevisionState.REVOKED
                            ? new Result.Unchanged()
                            : changed(revision, RevisionState.REVOKED, Optional.empty(), note);
            case Expire _ -> expired(revision, note);
        };
    }

    private static Result activated(InitdataRevision revision, boolean reinstate, Note note) {
        if (revision.state() == RevisionState.ACTIVE && !revision.lifetime().isOver(note.at())) {
            return new Result.Unchanged();
        }
        if (revision.state() == RevisionState.REVOKED && !reinstate) {
            return new Result.Refused(
                    "initdata-revoked",
                    "this document was revoked; to stand for it again, ask for it with"
                            + " reinstate=true and a reason");
        }
        if (revision.state() == RevisionState.REVOKED && note.reason().isEmpty()) {
            return new Result.Refused(
                    "initdata-reason-missing", "reinstating a revoked document needs a reason");
        }
        if (revision.lifetime().isOver(note.at())) {
            return new Result.Refused(
                    "initdata-expired",
                    "its notAfter, "
                            + revision.lifetime().notAfter().orElseThrow()
                            + ", is over; a document that is to live longer has to be another one");
        }
        return changed(revision, RevisionState.ACTIVE, Optional.empty(), note);
    }

    private static Result superseded(InitdataRevision revision, Duration grace, Note note) {
        if (!revision.isInForceAt(note.at())) {
            return new Result.Refused(
                    "initdata-not-in-force",
                    "only a revision in force can be superseded, and this one is "
                            + revision.stateAt(note.at()).wireName());
        }
        Instant until = note.at().plus(grace);
        return revision.state() == RevisionState.SUPERSEDED
                        && revision.lifetime().graceUntil().equals(Optional.of(until))
                ? new Result.Unchanged()
                : changed(revision, RevisionState.SUPERSEDED, Optional.of(until), note);
    }

    private static Result expired(InitdataRevision revision, Note note) {
        return switch (revision.state()) {
            case EXPIRED -> new Result.Unchanged();
            case REVOKED ->
                    new Result.Refused("initdata-revoked", "a revoked document stays revoked");
            case DRAFT, ACTIVE, SUPERSEDED ->
                    changed(revision, RevisionState.EXPIRED, Optional.empty(), note);
        };
    }

    private static Result changed(
            InitdataRevision revision, RevisionState state, Optional<Instant> grace, Note note) {
        return new Result.Changed(revision.in(state, revision.lifetime().withGrace(grace), note));
    }
}
