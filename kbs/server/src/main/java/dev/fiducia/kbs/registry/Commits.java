package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.registry.RegistryOutcome.Done;
import dev.fiducia.kbs.registry.RegistryOutcome.Effect;
import dev.fiducia.kbs.registry.RegistryOutcome.Kind;
import dev.fiducia.kbs.registry.RegistryOutcome.Refused;
import dev.fiducia.rvps.RvpsException;

import java.util.List;
import java.util.Locale;

/// Changes of the registry by the conditional commits of administrators, with outcomes that carry
/// findings.
final class Commits {
    private final AdminCommits commits;
    private final RegistryReader reader;

    Commits(AdminCommits commits, RegistryReader reader) {
        this.commits = commits;
        this.reader = reader;
    }

    /// Looks at the store and says what to do.
    @FunctionalInterface
    interface Planner {
        Step plan() throws RvpsException, ApiProblem;
    }

    RegistryOutcome attempt(Terms terms, Planner planner) {
        try {
            return commits.<RegistryOutcome>make(terms, () -> step(planner), this::replayed);
        } catch (ApiProblem problem) {
            return Refused.of(kind(problem), problem.code(), problem.detail());
        }
    }

    private static AdminCommits.Step<RegistryOutcome> step(Planner planner) throws ApiProblem {
        Step step;
        try {
            step = planner.plan();
        } catch (RvpsException e) {
            return new AdminCommits.Step.Stop<>(clash(e));
        }
        return switch (step) {
            case Step.Stop(RegistryOutcome outcome) -> new AdminCommits.Step.Stop<>(outcome);
            case Step.Commit commit ->
                    new AdminCommits.Step.Commit<>(
                            commit.changes(),
                            commit.told(),
                            commit.revisions().stream().map(InitdataRevision::id).toList(),
                            version -> done(commit, version));
        };
    }

    private Done replayed(List<String> ids) {
        RegistrySnapshot snapshot = reader.current();
        List<VersionedRevision> revisions =
                ids.stream()
                        .flatMap(id -> snapshot.index().byIdOrDigest(id).stream())
                        .map(snapshot::versioned)
                        .toList();
        return new Done(revisions, Effect.REPLAYED, List.of());
    }

    private static Done done(Step.Commit commit, long version) {
        List<VersionedRevision> revisions =
                commit.revisions().stream()
                        .map(revision -> new VersionedRevision(revision, version))
                        .toList();
        return new Done(revisions, commit.effect(), commit.findings());
    }

    private static Refused clash(RvpsException e) {
        return Refused.of(
                Kind.CONFLICT,
                "reference-value-" + e.code().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "the reference values can't take this document: " + e.getMessage());
    }

    private static Kind kind(ApiProblem problem) {
        return switch (problem.status()) {
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.UNKNOWN;
            case 409 -> Kind.CONFLICT;
            case 412 -> Kind.STALE;
            case 503 -> Kind.BUSY;
            default -> Kind.INVALID;
        };
    }
}
