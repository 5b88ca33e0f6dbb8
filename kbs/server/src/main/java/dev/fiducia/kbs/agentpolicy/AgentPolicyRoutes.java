package dev.fiducia.kbs.agentpolicy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.agentpolicy.PolicyRevision.Note;
import dev.fiducia.kbs.agentpolicy.PolicyRevision.State;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Made;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/// `/api/v1/agent-policies`: add, approve, revoke, list, fetch; check any policy; try a request.
/// For administrators alone.
public final class AgentPolicyRoutes {
    private static final String ALL = "/api/v1/agent-policies";

    private final AgentPolicies policies;
    private final InstantSource clock;

    private AgentPolicyRoutes(AgentPolicies policies, InstantSource clock) {
        this.policies = policies;
        this.clock = clock;
    }

    public static RouteContribution of(
            AgentPolicies policies, AdminGate gate, InstantSource clock) {
        AgentPolicyRoutes routes = new AgentPolicyRoutes(policies, clock);
        return RouteContribution.of(
                "agent policies",
                Route.post(ALL + ":check", Workload.BLOCKING, AdminCall.plain(gate, routes::check)),
                Route.post(
                        ALL + ":evaluate",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, new TrialCall(policies)::answer)),
                Route.post(
                        ALL,
                        Workload.BLOCKING,
                        AdminCall.behind(gate, NewPolicy.PARAMETERS, routes::add)),
                Route.get(
                        ALL,
                        Workload.BLOCKING,
                        AdminCall.behind(gate, Set.of("name", "state"), routes::list)),
                Route.get(
                        ALL + "/{reference}",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, routes::show)),
                Route.get(
                        ALL + "/{reference}/raw",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, routes::raw)),
                Route.post(
                        ALL + "/{action}",
                        Workload.BLOCKING,
                        AdminCall.behind(gate, Set.of("dryRun", "reinstate"), routes::act)));
    }

    private Response add(AdminCall call) throws ApiProblem {
        NewPolicy asked = NewPolicy.of(call);
        State state = asked.approve() ? State.APPROVED : State.DRAFT;
        Terms terms = call.terms(Optional.empty());
        Made<PolicyRevision> made =
                policies.add(asked.policy(), state, note(call, Optional.empty()), terms);
        boolean created = made.isChanged() && !terms.dryRun();
        Response answer = changed(made, made.isChanged() ? 201 : 200, terms);
        return created ? answer.withHeader("Location", ALL + "/" + made.result().id()) : answer;
    }

    /// `{reference}:approve` and `{reference}:revoke`; an id has a colon of its own.
    private Response act(AdminCall call) throws ApiProblem {
        String action = call.segment("action");
        int colon = action.lastIndexOf(':');
        State next =
                switch (action.substring(colon + 1)) {
                    case "approve" -> State.APPROVED;
                    case "revoke" -> State.REVOKED;
                    default ->
                            throw ApiProblem.unknown(
                                    "agent-policy-unknown-action",
                                    "what can be done to a policy is {id}:approve and {id}:revoke");
                };
        if (colon < 0) {
            throw AgentPolicies.unknown();
        }
        Terms terms = call.terms();
        return changed(
                policies.change(
                        action.substring(0, colon),
                        next,
                        note(call, terms.reason()),
                        call.flag("reinstate"),
                        terms),
                200,
                terms);
    }

    private Response list(AdminCall call) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        for (PolicyRevision revision : policies.catalogue().revisions()) {
            boolean named =
                    call.parameter("name").map(revision.policy().name()::equals).orElse(true);
            boolean inState =
                    call.parameter("state").map(revision.state().wireName()::equals).orElse(true);
            if (named && inState) {
                items.add(PolicyCodec.view(revision));
            }
        }
        return Response.json(200, page);
    }

    private Response show(AdminCall call) throws ApiProblem {
        Tagged<PolicyRevision> found =
                policies.find(call.segment("reference")).orElseThrow(AgentPolicies::unknown);
        return Response.json(200, PolicyCodec.view(found.value())).withHeader("ETag", found.tag());
    }

    private Response raw(AdminCall call) throws ApiProblem {
        return Response.text(200, find(call).policy().text());
    }

    private Response check(AdminCall call) throws ApiProblem {
        SubmittedPolicy submitted = SubmittedPolicy.of(call);
        ObjectNode answer =
                PolicyReports.of(policies.catalogue().register().judge(submitted.text()));
        return Response.json(200, answer.put("form", submitted.form().wireName()));
    }

    private PolicyRevision find(AdminCall call) throws ApiProblem {
        return policies.catalogue()
                .find(call.segment("reference"))
                .orElseThrow(AgentPolicies::unknown);
    }

    private static Response changed(Made<PolicyRevision> made, int status, Terms terms) {
        return made.response(status, PolicyCodec.view(made.result()), terms);
    }

    private Note note(AdminCall call, Optional<String> reason) {
        return new Note(clock.instant().truncatedTo(ChronoUnit.SECONDS), call.actor(), reason);
    }
}
