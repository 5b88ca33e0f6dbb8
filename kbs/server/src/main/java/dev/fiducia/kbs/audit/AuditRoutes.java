package dev.fiducia.kbs.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.audit.AuditEvent;
import dev.fiducia.ha.audit.AuditFilter;
import dev.fiducia.ha.audit.AuditHead;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditPage;
import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Parameters;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.util.Optional;
import java.util.Set;

/// `GET /api/v1/audit` and `GET /api/v1/audit/verify`.
public final class AuditRoutes {
    private static final String LOG = "/api/v1/audit";
    private static final int PAGE = 100;
    private static final int MAX_PAGE = 1000;

    private final AuditLog audit;

    private AuditRoutes(AuditLog audit) {
        this.audit = audit;
    }

    public static RouteContribution of(AuditLog audit, AdminGate gate) {
        AuditRoutes routes = new AuditRoutes(audit);
        return RouteContribution.of(
                "audit log",
                Route.get(
                        LOG,
                        Workload.BLOCKING,
                        AdminCall.behind(
                                gate,
                                Set.of("target", "actor", "since", "after", "limit"),
                                routes::list)),
                Route.get(
                        LOG + "/verify",
                        Workload.BLOCKING,
                        AdminCall.behind(gate, Set.of("seq", "hash"), routes::verify)));
    }

    private Response list(AdminCall call) throws ApiProblem {
        Parameters parameters = call.parameters();
        AuditPage page =
                audit.page(
                        new AuditFilter(
                                parameters.text("target"),
                                parameters.text("actor"),
                                parameters.instant("since")),
                        parameters.whole("after", 0, 0, Long.MAX_VALUE),
                        (int) parameters.whole("limit", PAGE, 1, MAX_PAGE));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        page.events().forEach(event -> items.add(view(event)));
        page.next().ifPresent(next -> answer.put("next", next));
        return Response.json(200, answer);
    }

    /// 200 with `intact` and the problems, whatever they are: the verification itself worked.
    private Response verify(AdminCall call) throws ApiProblem {
        Parameters parameters = call.parameters();
        Optional<String> hash = parameters.text("hash");
        if (hash.isPresent() != call.parameter("seq").isPresent()
                || hash.filter(text -> !text.matches("[0-9a-f]{64}")).isPresent()) {
            throw Parameters.bad("seq and hash are those of a head that an earlier answer had");
        }
        long seq = parameters.whole("seq", 0, 0, Long.MAX_VALUE);
        AuditVerdict verdict = audit.verify(hash.map(text -> new AuditHead(seq, text)));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("intact", verdict.isIntact());
        answer.put("events", verdict.events());
        answer.putObject("head")
                .put("seq", verdict.head().seq())
                .put("hash", verdict.head().hash());
        ArrayNode problems = answer.putArray("problems");
        verdict.problems()
                .forEach(problem ->
                        problems.addObject()
                                .put("seq", problem.seq())
                                .put("kind", problem.kind().wireName())
                                .put("message", problem.message()));
        return Response.json(200, answer);
    }

    private static ObjectNode view(AuditEvent event) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("seq", event.seq());
        view.put("time", event.time().toString());
        view.put("actor", event.entry().actor());
        view.put("action", event.entry().action());
        view.put("target", event.entry().target());
        ObjectNode details = view.putObject("details");
        event.entry().details().forEach(details::put);
        view.put("prevHash", event.previous());
        view.put("hash", event.hash());
        return view;
    }
}
