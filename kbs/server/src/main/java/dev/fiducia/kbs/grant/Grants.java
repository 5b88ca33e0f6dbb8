package dev.fiducia.kbs.grant;

import dev.fiducia.attestation.Tee;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.kbs.api.ApiProblem;

import java.util.List;
import java.util.Optional;

/// The grants of the service. A change counts from the next request on. Thread-safe.
public final class Grants {
    private static final Namespace NAMESPACE = new Namespace("grant");
    private static final int MAX = 10_000;
    private static final int ATTEMPTS = 16;

    private final RecordStore store;
    private final NamespaceView<GrantIndex> view;

    public Grants(RecordStore store) {
        this.store = store;
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
                known -> {
                    Grant grant = known.orElseThrow(Grants::unknown);
                    return grant.isLive()
                            ? new Step.Write(grant.revoked(note))
                            : new Step.Stop(grant);
                });
    }

    /// Removes a revoked grant: what only it covered is restricted no longer.
    Done forget(String id, boolean dryRun) throws ApiProblem {
        return change(
                id,
                dryRun,
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

    private Done change(String id, boolean dryRun, Planner planner) throws ApiProblem {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<StoredRecord> stored = store.get(NAMESPACE, id);
            long version = stored.map(StoredRecord::version).orElse(Change.ABSENT);
            Grant grant;
            Change change;
            switch (planner.plan(stored.map(GrantCodec::decode))) {
                case Step.Stop(Grant same) -> {
                    return new Done(same, false);
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
            if (dryRun || store.commit(List.of(change)) instanceof CommitResult.Committed) {
                return new Done(grant, !dryRun);
            }
        }
        throw ApiProblem.busy();
    }

    private static ApiProblem unknown() {
        return ApiProblem.unknown(
                "grant-unknown", "there is no grant of this id; GET /api/v1/grants lists them");
    }
}
