package dev.fiducia.kbs.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;
import dev.fiducia.policy.constraint.Constraint;
import dev.fiducia.policy.constraint.EnforcementPoint;
import dev.fiducia.policy.constraint.ReviewOptions;
import dev.fiducia.policy.constraint.ReviewRequest;
import dev.fiducia.policy.constraint.Violation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Judges by the rules of now every revision that is in force, and keeps what was found last.
final class RuleAudits {
    private static final Namespace NAMESPACE = new Namespace("audit-run");
    private static final String LAST = "last";
    private static final int LISTED = 100;

    private final RecordStore store;
    private final Constraints constraints;
    private final ImageRule images;
    private final RevisionObject objects;
    private final Rules.InForce registry;
    private final InstantSource clock;

    RuleAudits(
            RecordStore store,
            Constraints constraints,
            ImageRules images,
            PolicyVerdicts verdicts,
            Rules.InForce registry,
            InstantSource clock) {
        this.store = store;
        this.constraints = constraints;
        this.images = new ImageRule(images);
        this.objects = new RevisionObject(verdicts);
        this.registry = registry;
        this.clock = clock;
    }

    /// What the last run found; empty before the first.
    Optional<JsonNode> last() {
        return store.get(NAMESPACE, LAST)
                .map(stored ->
                        StrictJson.read(stored.value()) instanceof StrictJson.Result.Read(var run)
                                ? run
                                : JsonNodeFactory.instance.objectNode());
    }

    /// Looks over everything in force. Whoever is overtaken by another run keeps his answer to
    /// himself.
    ObjectNode run(String by) {
        Instant now = clock.instant();
        long last = store.get(NAMESPACE, LAST).map(StoredRecord::version).orElse(Change.ABSENT);
        ConstraintSet rules = constraints.current();
        Map<Constraint.Key, Found> byConstraint = new TreeMap<>();
        rules.engine().constraints().forEach(each -> byConstraint.put(each.key(), new Found(each)));
        ObjectNode run = JsonNodeFactory.instance.objectNode();
        run.put("at", now.toString()).put("by", by);
        List<InitdataRevision> revisions = registry.revisions(now);
        run.put("revisions", revisions.size());
        ArrayNode broken = run.putArray("broken");
        rules.broken().forEach(broken::add);
        ArrayNode ofImages = JsonNodeFactory.instance.arrayNode();
        long total = 0;
        for (InitdataRevision revision : revisions) {
            InitdataDocument document = registry.document(revision);
            for (Violation violation : violations(rules, revision, document, now)) {
                byConstraint
                        .computeIfAbsent(violation.constraint(), Found::new)
                        .add(revision, violation.message());
                total++;
            }
            for (Finding finding : images.judge(document)) {
                total++;
                if (ofImages.size() < LISTED) {
                    ofImages.add(
                            about(revision)
                                    .put("rule", finding.id())
                                    .put("message", finding.message()));
                }
            }
        }
        run.put("totalViolations", total);
        ArrayNode list = run.putArray("constraints");
        byConstraint.values().forEach(found -> list.add(found.toJson()));
        run.set("images", ofImages);
        // Whoever was overtaken, maybe paused for long, has nothing newer to say.
        var _ =
                store.commit(
                        List.of(
                                new Change.Put(
                                        NAMESPACE,
                                        LAST,
                                        run.toString().getBytes(StandardCharsets.UTF_8),
                                        last)));
        return run;
    }

    private List<Violation> violations(
            ConstraintSet rules,
            InitdataRevision revision,
            InitdataDocument document,
            Instant now) {
        var request =
                ReviewRequest.ofRevision(
                        Trees.object(objects.of(revision, revision.stateAt(now), document)));
        return request.value()
                .map(review ->
                        rules.engine()
                                .review(
                                        review,
                                        ReviewOptions.at(EnforcementPoint.AUDIT).withClock(clock))
                                .violations())
                .orElseThrow(() -> new IllegalStateException(request.errors().toString()));
    }

    private static ObjectNode about(InitdataRevision revision) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", revision.name())
                .put("revision", revision.number())
                .put("id", revision.document().prefixedId());
    }

    /// What violates one constraint: all counted, the first listed.
    private static final class Found {
        private final ObjectNode json = JsonNodeFactory.instance.objectNode();
        private final ArrayNode listed;
        private long total;

        Found(Constraint constraint) {
            this(constraint.key());
            json.put("enforcementAction", constraint.enforcementAction());
        }

        Found(Constraint.Key key) {
            json.put("kind", key.kind()).put("name", key.name());
            this.listed = json.putArray("violations");
        }

        void add(InitdataRevision revision, String message) {
            total++;
            if (listed.size() < LISTED) {
                listed.add(about(revision).put("message", message));
            }
        }

        ObjectNode toJson() {
            return json.put("totalViolations", total);
        }
    }
}
