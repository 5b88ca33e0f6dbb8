package dev.fiducia.kbs.grant;

import dev.fiducia.attestation.Tee;
import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.ApiProblem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The grants of the service. A change counts from the next request on. Thread-safe.
public final class Grants {
    private static final Namespace NAMESPACE = new Namespace("grant");
    private static final int MAX = 10_000;

    private final RecordStore store;
    private final AdminCommits commits;
    private final NamespaceView<GrantIndex> view;

    public Grants(RecordStore store, AdminCommits commits) {
        this.store = store;
        this.commits = commits;
        this.view =
                new NamespaceView<>(
                        store,
                        NAMESPACE,
                        records ->
                                new GrantIndex(records.stream().map(GrantCodec::decode).toList()));
    }

    /// Whom a resource is granted to, of the guests in a TEE.
    public Granted of(List<String> path, Optional<Tee> tee) {
        return view.current().granted(path, tee);
    }

    GrantIndex index() {
        return view.current();
    }

    /// What became of a grant.
    ///
    /// @param changed whether it was not so before
    record Done(Grant grant, boolean changed) {}

    /// Grants, also what was revoked before.
    Done grant(Grant grant, boolean dryRun) throws ApiProblem {
        return change(
                grant.id(),
                dryRun,
                "add",
                grant.granted(),
                known -> {
                    if (known.filter(Grant::isLive).isPresent()) {
                        return new Step.Stop(known.get());
                    }
                    if (known.isEmpty() && index().size() >= MAX) {
                        throw ApiProblem.conflict(
                                "grant-too-many",
                                "there are " + MAX + " grants; forget revoked ones");
                    }
                    return new Step.Write(grant);
                });
    }

    /// Revokes. What the grant covers stays restricted.
    Done revoke(String id, Grant.Note note, boolean dryRun) throws ApiProblem {
        return change(
                id,
                dryRun,
                "revoke",
                note,
                known -> {
                    Grant grant = known.orElseThrow(Grants::unknown);
                    return grant.isLive()
                            ? new Step.Write(grant.revoked(note))
                            : new Step.Stop(grant);
                });
    }

    /// Removes a revoked grant: what only it covered is restricted no longer.
    Done forget(String id, Grant.Note note, boolean dryRun) throws ApiProblem {
        return change(
                id,
                dryRun,
                "forget",
                note,
                known -> {
                    Grant grant = known.orElseThrow(Grants::unknown);
                    if (grant.isLive()) {
                        throw ApiProblem.conflict(
                                "grant-live",
                                "only a revoked grant can be forgotten: revoke it first");
                    }
                    return new Step.Remove(grant);
                });
    }

    private sealed interface Step {
        record Stop(Grant grant) implements Step {}

        record Write(Grant grant) implements Step {}

        record Remove(Grant grant) implements Step {}
    }

    @FunctionalInterface
    private interface Planner {
        Step plan(Optional<Grant> known) throws ApiProblem;
    }

    private Done change(String id, boolean dryRun, String action, Grant.Note note, Planner planner)
            throws ApiProblem {
        return commits.until(() -> {
            Optional<StoredRecord> stored = store.get(NAMESPACE, id);
            long version = stored.map(StoredRecord::version).orElse(Change.ABSENT);
            Grant grant;
            Change change;
            switch (planner.plan(stored.map(GrantCodec::decode))) {
                case Step.Stop(Grant same) -> {
                    return Optional.of(new Done(same, false));
                }
                case Step.Write(Grant written) -> {
                    grant = written;
                    change = new Change.Put(NAMESPACE, id, GrantCodec.encode(written), version);
                }
                case Step.Remove(Grant removed) -> {
                    grant = removed;
                    change = new Change.Delete(NAMESPACE, id, version);
                }
            }
            return dryRun || commits.commit(List.of(change), entry(action, note, grant))
                    ? Optional.of(new Done(grant, !dryRun))
                    : Optional.empty();
        });
    }

    private static AuditEntry entry(String action, Grant.Note note, Grant grant) {
        Map<String, String> details = new TreeMap<>();
        details.put("name", grant.name());
        details.put("resource", grant.resource().toString());
        note.reason().ifPresent(reason -> details.put("reason", reason));
        return AuditEntry.of(note.by(), "grant." + action, grant.id(), details);
    }

    private static ApiProblem unknown() {
        return ApiProblem.unknown(
                "grant-unknown", "there is no grant of this id; GET /api/v1/grants lists them");
    }
}
