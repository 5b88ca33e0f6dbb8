package dev.fiducia.kbs.grant;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.AdminRecords;
import dev.fiducia.kbs.api.AdminRecords.Plan;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Made;
import dev.fiducia.kbs.api.Terms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The grants of the service. A change counts from the next request on. Thread-safe.
public final class Grants {
    private static final Namespace NAMESPACE = new Namespace("grant");
    private static final int MAX = 10_000;

    private final AdminRecords<Grant> records;
    private final NamespaceView<GrantIndex> view;

    public Grants(RecordStore store, AdminCommits commits) {
        this.records =
                new AdminRecords<>(
                        store, commits, NAMESPACE, GrantCodec::encode, GrantCodec::decode);
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

    /// Grants, also what was revoked before.
    Made<Grant> grant(Grant grant, Terms terms) throws ApiProblem {
        return records.change(
                grant.id(),
                terms,
                known -> {
                    if (known.filter(Grant::isLive).isPresent()) {
                        return new Plan.Keep<>(known.get());
                    }
                    if (known.isEmpty() && index().size() >= MAX) {
                        throw ApiProblem.conflict(
                                "grant-too-many",
                                "there are " + MAX + " grants; forget revoked ones");
                    }
                    return Plan.put(grant, entry("add", grant.granted(), grant));
                });
    }

    /// Revokes. What the grant covers stays restricted.
    Made<Grant> revoke(String id, Grant.Note note, Terms terms) throws ApiProblem {
        return records.change(
                id,
                terms,
                known -> {
                    Grant grant = known.orElseThrow(Grants::unknown);
                    return grant.isLive()
                            ? Plan.put(grant.revoked(note), entry("revoke", note, grant))
                            : new Plan.Keep<>(grant);
                });
    }

    /// Removes a revoked grant: what only it covered is restricted no longer.
    Made<Grant> forget(String id, Grant.Note note, Terms terms) throws ApiProblem {
        return records.change(
                id,
                terms,
                known -> {
                    Grant grant = known.orElseThrow(Grants::unknown);
                    if (grant.isLive()) {
                        throw ApiProblem.conflict(
                                "grant-live",
                                "only a revoked grant can be forgotten: revoke it first");
                    }
                    return Plan.remove(grant, entry("forget", note, grant));
                });
    }

    /// A grant with the tag of its record; empty when there is none.
    Optional<Tagged<Grant>> find(String id) {
        return records.find(id);
    }

    /// The live grants of a name, as the API shows them.
    public List<ObjectNode> live(String name) {
        return index().all().stream()
                .filter(grant -> grant.isLive() && grant.name().equals(name))
                .map(GrantCodec::view)
                .toList();
    }

    private static AuditEntry entry(String action, Grant.Note note, Grant grant) {
        Map<String, String> details = new TreeMap<>();
        details.put("name", grant.name());
        details.put("resource", grant.resource().toString());
        note.reason().ifPresent(reason -> details.put("reason", reason));
        return AuditEntry.of(note.by(), "grant." + action, grant.id(), details);
    }

    static ApiProblem unknown() {
        return ApiProblem.unknown(
                "grant-unknown", "there is no grant of this id; GET /api/v1/grants lists them");
    }
}
