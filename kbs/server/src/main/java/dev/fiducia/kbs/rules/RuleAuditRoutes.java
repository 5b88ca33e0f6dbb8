package dev.fiducia.kbs.rules;

import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.Workload;

import java.util.List;

/// `/api/v1/audit-runs`: judge what is in force by the rules of now. For administrators alone.
final class RuleAuditRoutes {
    private static final String RUNS = "/api/v1/audit-runs";

    private RuleAuditRoutes() {}

    static List<Route> of(RuleAudits audits, AdminGate gate) {
        return List.of(
                Route.post(
                        RUNS,
                        Workload.BLOCKING,
                        AdminCall.plain(
                                gate, call -> Response.json(201, audits.run(call.actor())))),
                Route.get(
                        RUNS + "/last",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, call -> last(audits))));
    }

    private static Response last(RuleAudits audits) throws ApiProblem {
        return Response.json(
                200,
                audits.last()
                        .orElseThrow(() ->
                                ApiProblem.unknown(
                                        "audit-unknown", "there was no audit yet: POST " + RUNS)));
    }
}
