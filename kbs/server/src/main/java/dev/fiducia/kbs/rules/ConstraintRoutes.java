package dev.fiducia.kbs.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Made;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.policy.constraint.Status;
import dev.fiducia.policy.value.RegoString;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `/api/v1/constraint-templates` and `/api/v1/constraints`. For administrators alone.
final class ConstraintRoutes {
    private static final String TEMPLATES = "/api/v1/constraint-templates";
    private static final String CONSTRAINTS = "/api/v1/constraints";
    private static final String ONE_TEMPLATE = TEMPLATES + "/{name}";
    private static final String ONE_CONSTRAINT = CONSTRAINTS + "/{kind}/{name}";
    private static final String REPLICA = "fiducia";

    private final Constraints constraints;
    private final RuleAudits audits;

    private ConstraintRoutes(Constraints constraints, RuleAudits audits) {
        this.constraints = constraints;
        this.audits = audits;
    }

    static List<Route> of(Constraints constraints, RuleAudits audits, AdminGate gate) {
        ConstraintRoutes routes = new ConstraintRoutes(constraints, audits);
        return List.of(
                get(gate, TEMPLATES, call -> routes.list(ConstraintSet.TEMPLATE)),
                get(gate, ONE_TEMPLATE, call -> routes.show(templateKey(call))),
                Route.put(
                        ONE_TEMPLATE,
                        Workload.BLOCKING,
                        AdminCall.change(gate, routes::putTemplate)),
                Route.delete(
                        ONE_TEMPLATE,
                        Workload.BLOCKING,
                        AdminCall.behind(
                                gate,
                                Set.of("dryRun", "cascade"),
                                call -> routes.delete(call, templateKey(call)))),
                get(gate, CONSTRAINTS, call -> routes.list(ConstraintSet.CONSTRAINT)),
                get(gate, ONE_CONSTRAINT, call -> routes.show(constraintKey(call))),
                get(gate, ONE_CONSTRAINT + "/status", routes::status),
                Route.put(
                        ONE_CONSTRAINT,
                        Workload.BLOCKING,
                        AdminCall.change(gate, routes::putConstraint)),
                Route.delete(
                        ONE_CONSTRAINT,
                        Workload.BLOCKING,
                        AdminCall.change(gate, call -> routes.delete(call, constraintKey(call)))));
    }

    private static Route get(AdminGate gate, String path, AdminCall.Handler handler) {
        return Route.get(path, Workload.BLOCKING, AdminCall.plain(gate, handler));
    }

    private Response putTemplate(AdminCall call) throws ApiProblem {
        RuleDocument document = RuleDocument.of(call);
        requireNamed(call.segment("name"), document.name(), "metadata.name");
        return put(call, ConstraintSet.TEMPLATE, templateKey(call), document);
    }

    private Response putConstraint(AdminCall call) throws ApiProblem {
        RuleDocument document = RuleDocument.of(call);
        requireNamed(call.segment("name"), document.name(), "metadata.name");
        String kind =
                document.document().get("kind") instanceof RegoString text ? text.value() : "";
        requireNamed(call.segment("kind"), kind, "kind");
        return put(call, ConstraintSet.CONSTRAINT, constraintKey(call), document);
    }

    /// Its status is that of one in force: what can't be used is refused.
    private Response put(AdminCall call, String prefix, String key, RuleDocument document)
            throws ApiProblem {
        Terms terms = call.terms(Optional.empty());
        Made<RuleDocument> made = constraints.put(prefix, key, document, terms);
        Status status = new Status(true, made.result().generation(), List.of());
        boolean created = made.isChanged() && made.result().generation() == 1;
        return made.response(created ? 201 : 200, view(key, made.result(), status), terms);
    }

    private static ObjectNode view(String key, RuleDocument document, Status status) {
        ObjectNode answer = (ObjectNode) Trees.of(document.document());
        boolean template = key.startsWith(ConstraintSet.TEMPLATE);
        answer.set(
                "status",
                Trees.of(template ? status.ofTemplate(REPLICA) : status.ofConstraint(REPLICA)));
        return answer;
    }

    private Response delete(AdminCall call, String key) throws ApiProblem {
        Terms terms = call.terms(Optional.empty());
        return constraints.remove(key, call.flag("cascade"), terms).response(terms);
    }

    private Response list(String prefix) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        ConstraintSet now = constraints.current();
        now.documents().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .sorted()
                .forEach(key ->
                        now.document(key).ifPresent(each -> items.add(Trees.of(each.document()))));
        return Response.json(200, answer);
    }

    private Response show(String key) throws ApiProblem {
        Tagged<RuleDocument> found = constraints.find(key).orElseThrow(Constraints::unknown);
        return Response.json(200, view(key, found.value(), status(key, found.value())))
                .withHeader("ETag", found.tag());
    }

    /// Whether a constraint is in force, and what the last audit found.
    private Response status(AdminCall call) throws ApiProblem {
        String key = constraintKey(call);
        RuleDocument document =
                constraints.current().document(key).orElseThrow(Constraints::unknown);
        ObjectNode status = (ObjectNode) Trees.of(status(key, document).ofConstraint(REPLICA));
        status.put("created", isInForce(key));
        status.put("observedGeneration", document.generation());
        audits.last()
                .map(run -> run.path("constraints"))
                .ifPresent(found -> {
                    for (JsonNode one : found) {
                        if (one.path("kind").asText().equals(call.segment("kind"))
                                && one.path("name").asText().equals(call.segment("name"))) {
                            status.set("auditTimestamp", audits.last().get().path("at"));
                            status.set("totalViolations", one.path("totalViolations"));
                            status.set("violations", one.path("violations"));
                        }
                    }
                });
        return Response.json(200, status);
    }

    private Status status(String key, RuleDocument document) {
        return new Status(isInForce(key), document.generation(), List.of());
    }

    private boolean isInForce(String key) {
        return constraints.current().broken().stream()
                .noneMatch(each -> each.startsWith(key + ": "));
    }

    private static String templateKey(AdminCall call) {
        return ConstraintSet.TEMPLATE + call.segment("name");
    }

    /// Kinds are in the order of their templates, which are named by the kind in lower case.
    private static String constraintKey(AdminCall call) {
        return ConstraintSet.CONSTRAINT
                + call.segment("kind").toLowerCase(Locale.ROOT)
                + "/"
                + call.segment("name");
    }

    private static void requireNamed(String path, String document, String field) throws ApiProblem {
        if (!path.equals(document)) {
            throw ApiProblem.malformed(
                    "rule-named-otherwise", field + " is another than in the path: " + document);
        }
    }
}
