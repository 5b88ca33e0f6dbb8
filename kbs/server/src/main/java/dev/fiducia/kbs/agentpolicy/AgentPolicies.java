package dev.fiducia.kbs.agentpolicy;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.agentpolicy.PolicyRegister;
import dev.fiducia.initdata.agentpolicy.RegisteredPolicy;
import dev.fiducia.kbs.agentpolicy.PolicyRevision.Note;
import dev.fiducia.kbs.agentpolicy.PolicyRevision.State;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.AdminRecords;
import dev.fiducia.kbs.api.AdminRecords.Plan;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.api.Made;
import dev.fiducia.kbs.api.Terms;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The registered agent policies of the service. A change counts from the next question on.
/// Thread-safe.
public final class AgentPolicies {
    private static final Namespace NAMESPACE = new Namespace("agent-policy");

    /// The last number that a name gave. Its version is what makes two revisions of one number
    /// impossible.
    private static final Namespace NAMES = new Namespace("agent-policy-name");

    private static final int MAX = 256;

    private final RecordStore store;
    private final Approvals approvals;
    private final AdminRecords<PolicyRevision> records;
    private final NamespaceView<PolicyCatalogue> view;

    /// @param approvals whether one person is enough to stand for a policy
    public AgentPolicies(RecordStore store, AdminCommits commits, Approvals approvals) {
        this.store = store;
        this.approvals = approvals;
        this.records =
                new AdminRecords<>(
                        store, commits, NAMESPACE, PolicyCodec::encode, PolicyCodec::decode);
        this.view =
                new NamespaceView<>(
                        store,
                        NAMESPACE,
                        records ->
                                new PolicyCatalogue(
                                        records.stream().map(PolicyCodec::decode).toList()));
    }

    /// Whether the policy with this id is approved now.
    public boolean isApproved(String id) {
        return view.current().withId(id).filter(PolicyRevision::isApproved).isPresent();
    }

    PolicyCatalogue catalogue() {
        return view.current();
    }

    /// The approved policies, with the generation that they are of.
    NamespaceView.View<PolicyRegister> register() {
        NamespaceView.View<PolicyCatalogue> now = view.view();
        return new NamespaceView.View<>(now.generation(), now.value().register());
    }

    /// Adds a text as the next revision of its name. The same text again changes nothing.
    ///
    /// @param policy with any number as its revision
    Made<PolicyRevision> add(RegisteredPolicy policy, State state, Note note, Terms terms)
            throws ApiProblem {
        approvals.requireNew(terms.who(), state == State.APPROVED);
        return records.change(
                policy.id(),
                terms,
                known -> {
                    // Before the revisions: whoever adds one later moves its version.
                    Optional<StoredRecord> holder = store.get(NAMES, policy.name());
                    PolicyCatalogue now = view.current();
                    if (known.isPresent()) {
                        return new Plan.Keep<>(same(known.get(), policy));
                    }
                    if (now.revisions().size() >= MAX) {
                        throw ApiProblem.conflict(
                                "agent-policy-too-many",
                                "there are " + MAX + " agent policies already");
                    }
                    int number = now.ofName(policy.name()).size() + 1;
                    PolicyRevision revision =
                            new PolicyRevision(
                                    numbered(policy, number),
                                    state,
                                    note,
                                    Optional.empty(),
                                    Optional.empty());
                    Change last =
                            new Change.Put(
                                    NAMES,
                                    policy.name(),
                                    String.valueOf(number).getBytes(StandardCharsets.US_ASCII),
                                    holder.map(StoredRecord::version).orElse(Change.ABSENT));
                    return new Plan.Put<>(revision, List.of(last), entry("add", revision, note));
                });
    }

    /// Approves or revokes a revision. A revoked one is approved again only on request, with a
    /// reason.
    Made<PolicyRevision> change(
            String reference, State next, Note note, boolean reinstate, Terms terms)
            throws ApiProblem {
        return records.change(
                () -> view.current().find(reference).orElseThrow(AgentPolicies::unknown).id(),
                terms,
                found -> {
                    PolicyRevision known = found.orElseThrow(AgentPolicies::unknown);
                    if (known.state() == next) {
                        return new Plan.Keep<>(known);
                    }
                    if (known.state() == State.REVOKED && (!reinstate || note.reason().isEmpty())) {
                        throw ApiProblem.conflict(
                                "agent-policy-revoked",
                                "this policy was revoked; to stand for it again, approve it with"
                                        + " ?reinstate=true and a reason");
                    }
                    if (next == State.APPROVED && !isGranted(known, terms)) {
                        return Plan.put(known.proposed(note), entry("propose", known, note));
                    }
                    PolicyRevision changed = known.in(next, note);
                    return Plan.put(changed, entry("change", changed, note));
                });
    }

    private boolean isGranted(PolicyRevision known, Terms terms) throws ApiProblem {
        return approvals.judge(
                        terms.who(),
                        known.created().by(),
                        known.proposed().map(Note::by),
                        known.state() == State.DRAFT)
                == Approvals.Verdict.GRANTED;
    }

    /// A revision with the tag of its record; empty when there is none.
    Optional<Tagged<PolicyRevision>> find(String reference) {
        return view.current().find(reference).map(PolicyRevision::id).flatMap(records::find);
    }

    private static AuditEntry entry(String action, PolicyRevision revision, Note note) {
        Map<String, String> details = new TreeMap<>();
        details.put("name", revision.policy().name());
        details.put("revision", String.valueOf(revision.policy().revision()));
        details.put("state", revision.state().wireName());
        note.reason().ifPresent(reason -> details.put("reason", reason));
        return AuditEntry.of(note.by(), "agent-policy." + action, revision.id(), details);
    }

    static ApiProblem unknown() {
        return ApiProblem.unknown(
                "agent-policy-unknown",
                "there is no agent policy of this id, name or name@revision; GET"
                        + " /api/v1/agent-policies lists them");
    }

    private static PolicyRevision same(PolicyRevision known, RegisteredPolicy asked)
            throws ApiProblem {
        if (!known.policy().name().equals(asked.name()) || known.policy().kind() != asked.kind()) {
            throw ApiProblem.conflict(
                    "agent-policy-known-otherwise",
                    "this text is revision %d of %s, of kind %s"
                            .formatted(
                                    known.policy().revision(),
                                    known.policy().name(),
                                    PolicyCodec.wireName(known.policy().kind())));
        }
        return known;
    }

    private static RegisteredPolicy numbered(RegisteredPolicy policy, int number) {
        return new RegisteredPolicy(
                policy.id(), policy.name(), number, policy.labels(), policy.kind(), policy.text());
    }
}
