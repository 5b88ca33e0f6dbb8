package dev.fiducia.ha.audit;

import dev.fiducia.ha.audit.AuditProblem.Kind;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The walk along one chain of decisions, whose events come in the order of their ids. It begins
/// where the chain was cut.
final class ChainWalk {
    private final String chain;
    private final AuditHead before;
    private final List<AuditHead> remembered;
    private final Set<AuditHead> unmet;
    private final Set<AuditHead> passed = new LinkedHashSet<>();
    private final CutView cuts;
    private final AuditHead start;
    private AuditHead cut = AuditHead.EMPTY;
    private AuditHead last = AuditHead.EMPTY;
    private boolean strayed;
    private boolean broken;

    /// @param before the head as it was when the walk began
    /// @param remembered heads that the chain has to lead through
    ChainWalk(String chain, AuditHead before, List<AuditHead> remembered, CutView cuts) {
        this.chain = chain;
        this.before = before;
        this.remembered = List.copyOf(remembered);
        this.cuts = cuts;
        this.start = cuts.start().of(chain);
        this.unmet = new HashSet<>(remembered);
        unmet.add(before);
        unmet.remove(AuditHead.EMPTY);
        goOnBehind(start);
    }

    /// What lies before a cut is not met any more: that the chain led through it says the cut.
    private void goOnBehind(AuditHead removed) {
        cut = removed;
        last = removed;
        unmet.remove(removed);
        for (AuditHead wanted : List.copyOf(unmet)) {
            if (wanted.seq() < removed.seq()) {
                unmet.remove(wanted);
                if (remembered.contains(wanted)) {
                    passed.add(wanted);
                }
            }
        }
    }

    /// Events that are missed may have been removed since the walk began.
    private void askForCut() {
        AuditHead now = cuts.now().of(chain);
        if (now.seq() > last.seq()) {
            goOnBehind(now);
        }
    }

    /// Remembered heads of which the events were removed, so that nothing shows them.
    Set<AuditHead> passed() {
        return passed;
    }

    String chain() {
        return chain;
    }

    void meet(String key, AuditEvent event, Consumer<AuditProblem> problems) {
        if (strayed) {
            return;
        }
        if (event.seq() > last.seq() + 1) {
            askForCut();
        }
        if (event.seq() <= cut.seq()) {
            if (event.seq() <= start.seq()) {
                problem(
                        problems,
                        event.seq(),
                        Kind.BEFORE_CUT,
                        "the log begins behind " + start.seq());
            }
            return; // else removed behind the reader's back
        }
        // Another replica's clock may be behind: then what it appends during the walk lies where
        // the walk has been already.
        if (event.seq() > last.seq() + 1 && last.seq() >= before.seq()) {
            strayed = true;
            return;
        }
        if (!event.id().equals(key)) {
            problem(problems, event.seq(), Kind.REORDERED, "it lies under " + key);
        }
        if (event.seq() <= last.seq()) {
            problem(problems, event.seq(), Kind.REORDERED, "it comes behind " + last.seq());
            return;
        }
        if (event.seq() != last.seq() + 1) {
            problem(
                    problems,
                    event.seq(),
                    Kind.MISSING,
                    "the events from " + (last.seq() + 1) + " on are gone");
        }
        if (!event.computedHash().equals(event.hash())) {
            problem(
                    problems,
                    event.seq(),
                    Kind.EDITED,
                    "the event was changed after it was written");
        }
        if (!event.previous().equals(last.hash())) {
            problem(
                    problems,
                    event.seq(),
                    Kind.UNLINKED,
                    "it does not follow from the event before it");
        }
        last = event.head();
        unmet.remove(last);
    }

    /// @param end the head as it is when the walk has ended
    void finish(AuditHead end, Consumer<AuditProblem> problems) {
        if (last.seq() < before.seq()) {
            askForCut();
        }
        for (AuditHead wanted : remembered) {
            if (unmet.contains(wanted)) {
                problem(
                        problems,
                        wanted.seq(),
                        Kind.REPLACED,
                        "the chain does not lead through the remembered head " + wanted.hash());
            }
        }
        if (broken) {
            return;
        }
        if (last.seq() < before.seq()) {
            problem(
                    problems,
                    last.seq() + 1,
                    Kind.TRUNCATED,
                    "the head says that the last event is " + before.seq());
        } else if (unmet.contains(before)) {
            problem(problems, before.seq(), Kind.UNLINKED, "the head is that of another event");
        } else if (last.seq() > end.seq() || (strayed && end.equals(before))) {
            problem(
                    problems,
                    end.seq() + 1,
                    Kind.BEYOND_HEAD,
                    "the head says that the last event is " + end.seq());
        } else if (last.seq() == end.seq() && !last.hash().equals(end.hash())) {
            problem(problems, last.seq(), Kind.UNLINKED, "the head is that of another event");
        }
    }

    private void problem(Consumer<AuditProblem> problems, long seq, Kind kind, String message) {
        broken = true;
        problems.accept(new AuditProblem(chain, seq, kind, message));
    }
}
