package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.registry.DocumentIdentity;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.initdata.registry.Window;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Parameters;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which revisions a list is to show; empty for all.
///
/// @param label `key` or `key=value`
/// @param platforms where it is meant to run, which those that leave it open are everywhere
/// @param expiringBefore what is in force and ends before then
/// @param finding the id of a rule that had something to say at its registration
record RevisionFilter(
        Optional<String> name,
        Optional<String> label,
        Optional<RevisionState> state,
        Set<Platform> platforms,
        Optional<Instant> expiringBefore,
        Optional<String> finding) {
    static final Set<String> KNOWN =
            Set.of(
                    "after",
                    "limit",
                    "name",
                    "label",
                    "state",
                    "tee",
                    "platform",
                    "expiringBefore",
                    "finding");

    static RevisionFilter of(Parameters parameters) throws ApiProblem {
        Optional<String> state = parameters.text("state");
        if (state.isPresent() && RevisionState.of(state.get()).isEmpty()) {
            throw Parameters.bad("state is draft, active, superseded, revoked or expired");
        }
        Set<Platform> platforms = RegistrationParameters.platforms(parameters, "tee");
        platforms.addAll(RegistrationParameters.platforms(parameters, "platform"));
        return new RevisionFilter(
                parameters.text("name"),
                parameters.text("label"),
                state.flatMap(RevisionState::of),
                platforms,
                parameters.instant("expiringBefore"),
                parameters.text("finding"));
    }

    static Optional<String> after(Parameters parameters) throws ApiProblem {
        return parameters.text("after").map(DocumentIdentity::bare);
    }

    boolean takes(InitdataRevision revision, Instant now) {
        return name.filter(wanted -> !wanted.equals(revision.name())).isEmpty()
                && label.filter(wanted -> !hasLabel(revision, wanted)).isEmpty()
                && state.filter(wanted -> wanted != revision.stateAt(now)).isEmpty()
                && (platforms.isEmpty()
                        || revision.platforms().isEmpty()
                        || revision.platforms().stream().anyMatch(platforms::contains))
                && expiringBefore.filter(end -> !expiresBefore(revision, now, end)).isEmpty()
                && finding.filter(id -> !revision.findings().contains(id)).isEmpty();
    }

    private static boolean hasLabel(InitdataRevision revision, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? revision.labels().containsKey(wanted)
                : wanted.substring(equals + 1)
                        .equals(revision.labels().get(wanted.substring(0, equals)));
    }

    private static boolean expiresBefore(InitdataRevision revision, Instant now, Instant end) {
        return revision.isInForceAt(now)
                && revision.window()
                        .map(Window::until)
                        .filter(until -> until.isBefore(end))
                        .isPresent();
    }
}
