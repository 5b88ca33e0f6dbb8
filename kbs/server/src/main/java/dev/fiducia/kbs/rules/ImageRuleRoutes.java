package dev.fiducia.kbs.rules;

import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.Workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `/api/v1/registry-rules` and `/api/v1/execution-rules`: the documents as OpenShift has them. For
/// administrators alone.
final class ImageRuleRoutes {
    private final ImageRules rules;
    private final ImageRules.Kind kind;

    private ImageRuleRoutes(ImageRules rules, ImageRules.Kind kind) {
        this.rules = rules;
        this.kind = kind;
    }

    static List<Route> of(ImageRules rules, AdminGate gate) {
        List<Route> routes = new ArrayList<>();
        for (ImageRules.Kind kind : ImageRules.Kind.values()) {
            ImageRuleRoutes one = new ImageRuleRoutes(rules, kind);
            String path = "/api/v1/" + kind.key();
            routes.add(
                    Route.get(path, Workload.BLOCKING, AdminCall.plain(gate, call -> one.show())));
            routes.add(Route.put(path, Workload.BLOCKING, AdminCall.change(gate, one::set)));
            routes.add(Route.delete(path, Workload.BLOCKING, AdminCall.change(gate, one::remove)));
        }
        return routes;
    }

    private Response show() throws ApiProblem {
        Tagged<String> found =
                rules.find(kind)
                        .orElseThrow(() ->
                                ApiProblem.unknown(
                                        "rule-unknown", "no " + kind.key() + " are set"));
        return Response.text(200, found.value()).withHeader("ETag", found.tag());
    }

    private Response set(AdminCall call) throws ApiProblem {
        Terms terms = call.terms(Optional.empty());
        return rules.set(kind, RuleDocument.text(call), terms).response(terms);
    }

    private Response remove(AdminCall call) throws ApiProblem {
        Terms terms = call.terms(Optional.empty());
        return rules.remove(kind, terms).response(terms);
    }
}
