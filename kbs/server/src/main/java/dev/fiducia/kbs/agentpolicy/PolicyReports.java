package dev.fiducia.kbs.agentpolicy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.agentpolicy.AgentPolicyClaims;
import dev.fiducia.initdata.agentpolicy.OpennessReport;
import dev.fiducia.initdata.agentpolicy.PolicyVerdict;

/// What the API tells of a judged policy: the claims that policies see, and why for people.
final class PolicyReports {
    private PolicyReports() {}

    static ObjectNode of(PolicyVerdict verdict) {
        AgentPolicyClaims claims = AgentPolicyClaims.of(verdict);
        ObjectNode json = claims.toJson();
        claims.openness().ifPresent(report -> json.set("requests", requests(json, report)));
        return json;
    }

    private static ObjectNode requests(ObjectNode parent, OpennessReport report) {
        ObjectNode requests = parent.objectNode();
        report.requests()
                .forEach((request, finding) ->
                        requests.putObject(request.ruleName())
                                .put("openness", finding.openness().wireName())
                                .put("reason", finding.reason()));
        return requests;
    }
}
