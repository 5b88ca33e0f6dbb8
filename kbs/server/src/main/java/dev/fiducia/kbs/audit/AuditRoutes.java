package dev.fiducia.kbs.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.audit.AuditCursor;
import dev.fiducia.ha.audit.AuditEvent;
import dev.fiducia.ha.audit.AuditFilter;
import dev.fiducia.ha.audit.AuditHead;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditPage;
import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.ha.audit.DecisionIds;
import dev.fiducia.ha.audit.LogCut;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Parameters;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// `/api/v1/audit`: the log in pages, one decision, verification, checkpoints, removal. For
/// administrators alone.
public final class AuditRoutes {
    private static final String LOG = "/api/v1/audit";
    private static final int PAGE = 100;
    private static final int MAX_PAGE = 1000;

    private final AuditLog audit;
    private final Checkpoints checkpoints;
    private final Retention retention;

    private AuditRoutes(AuditLog audit, Checkpoints checkpoints, Retention retention) {
        this.audit = audit;
        this.checkpoints = checkpoints;
        this.retention = retention;
    }

    public static RouteContribution of(
            AuditLog audit, Checkpoints checkpoints, Retention retention, AdminGate gate) {
        AuditRoutes routes = new AuditRoutes(audit, checkpoints, retention);
        Set<String> filters =
                Set.of(
                        "kind",
                        "outcome",
                        "target",
                        "actor",
                        "decision",
                        "since",
                        "until",
                        "after",
                        "limit");
        return RouteContribution.of(
                "audit log",
                Route.get(LOG, Workload.BLOCKING, AdminCall.behind(gate, filters, routes::list)),
                Route.get(
                        LOG + "/decisions/{id}",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, routes::decision)),
                Route.get(
                        LOG + "/verify",
                        Workload.BLOCKING,
                        AdminCall.behind(gate, Set.of("seq", "hash"), routes::verify)),
                Route.post(
                        LOG + "/verify",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, routes::verifyAgainst)),
                Route.get(
                        LOG + "/checkpoint",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, routes::lastCheckpoint)),
                Route.post(
                        LOG + "/checkpoint",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, routes::makeCheckpoint)),
                Route.post(
                        LOG + "/prune", Workload.BLOCKING, AdminCall.change(gate, routes::prune)));
    }

    private Response list(AdminCall call) throws ApiProblem {
        Parameters parameters = call.parameters();
        Optional<String> decision = parameters.text("decision");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        if (decision.isPresent()) {
            audit.decision(decision.get()).ifPresent(event -> items.add(event.toJson()));
            return Response.json(200, answer);
        }
        AuditPage page =
                audit.page(
                        new AuditFilter(
                                parameters.text("kind"),
                                parameters.text("outcome"),
                                parameters.text("target"),
                                parameters.text("actor"),
                                parameters.instant("since"),
                                parameters.instant("until")),
                        cursor(parameters),
                        (int) parameters.whole("limit", PAGE, 1, MAX_PAGE));
        page.events().forEach(event -> items.add(event.toJson()));
        page.next().ifPresent(next -> answer.put("next", next.toString()));
        return Response.json(200, answer);
    }

    private static Optional<AuditCursor> cursor(Parameters parameters) throws ApiProblem {
        Optional<String> after = parameters.text("after");
        Optional<AuditCursor> cursor = after.flatMap(AuditCursor::parse);
        if (after.isPresent() && cursor.isEmpty()) {
            throw Parameters.bad("after is what an earlier answer had as next");
        }
        return cursor;
    }

    private Response decision(AdminCall call) throws ApiProblem {
        String id = call.segment("id");
        AuditEvent event = audit.decision(id).orElseThrow(() -> unknown(id));
        return Response.json(200, event.toJson());
    }

    /// Ids tell their time, so that it is known which may have been removed.
    private ApiProblem unknown(String id) {
        LogCut cut = checkpoints.cut();
        if (DecisionIds.time(id).filter(cut.before()::isAfter).isPresent()) {
            return ApiProblem.unknown(
                    "decision-removed",
                    "there is no decision of this id any more, if ever there was: those of before "
                            + cut.before()
                            + " may have been removed");
        }
        return ApiProblem.unknown(
                "decision-unknown",
                "there is no decision of this id; one that was counted with others is there within"
                        + " seconds");
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
        List<SortedMap<String, AuditHead>> kept =
                hash.stream()
                        .<SortedMap<String, AuditHead>>map(text ->
                                new TreeMap<>(Map.of(AuditEvent.CHANGES, new AuditHead(seq, text))))
                        .toList();
        return answer(checkpoints.verify(kept), kept);
    }

    /// The same against a checkpoint that somebody kept: `{"checkpoint": "…"}`.
    private Response verifyAgainst(AdminCall call) throws ApiProblem {
        String jws = call.json(Set.of("checkpoint")).path("checkpoint").asText().strip();
        Checkpoints.Signed kept =
                checkpoints
                        .read(jws)
                        .orElseThrow(() ->
                                ApiProblem.malformed(
                                        "checkpoint-foreign",
                                        "this service's key did not sign this checkpoint: it is of"
                                                + " another service, it was changed, or the key"
                                                + " was replaced, and the log with it"));
        List<SortedMap<String, AuditHead>> heads = List.of(kept.content().heads());
        return answer(checkpoints.verify(heads), heads);
    }

    /// @param kept what the log was to extend; empty for nothing
    private static Response answer(AuditVerdict verdict, List<SortedMap<String, AuditHead>> kept) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("intact", verdict.isIntact());
        answer.put("events", verdict.events());
        answer.put("chains", verdict.chains().size());
        answer.putObject("head")
                .put("seq", verdict.head().seq())
                .put("hash", verdict.head().hash());
        if (verdict.cut().events() > 0) {
            answer.putObject("removed")
                    .put("events", verdict.cut().events())
                    .put("before", verdict.cut().before().toString());
        }
        if (!kept.isEmpty()) {
            answer.put("extends", Extension.of(verdict, kept).wireName());
            ArrayNode passed = answer.putArray("unshown");
            Extension.passed(verdict, kept)
                    .forEach(each ->
                            passed.addObject()
                                    .put("chain", each.chain())
                                    .put("seq", each.head().seq()));
        }
        ArrayNode problems = answer.putArray("problems");
        verdict.problems()
                .forEach(problem ->
                        problems.addObject()
                                .put("chain", problem.chain())
                                .put("seq", problem.seq())
                                .put("kind", problem.kind().wireName())
                                .put("message", problem.message()));
        return Response.json(200, answer);
    }

    private Response lastCheckpoint(AdminCall call) throws ApiProblem {
        return view(
                200,
                checkpoints
                        .last()
                        .orElseThrow(() ->
                                ApiProblem.unknown(
                                        "checkpoint-missing",
                                        "there is no checkpoint yet: POST to make one")));
    }

    private Response makeCheckpoint(AdminCall call) {
        return view(201, checkpoints.make(call.actor()));
    }

    /// `{"before": "2026-11-22T08:00:00Z", "reason": "…"}`: removes what is older, up to a number
    /// of events; `more` says that the same call would remove more.
    private Response prune(AdminCall call) throws ApiProblem {
        ObjectNode body = call.json(Set.of("before", "reason"));
        Terms terms = call.terms(AdminCall.reason(body));
        Retention.Pruned pruned = retention.prune(terms, before(body));
        return Response.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("before", pruned.before().toString())
                        .put("decisions", pruned.decisions())
                        .put("changes", pruned.changes())
                        .put("more", pruned.more()));
    }

    private static Instant before(ObjectNode body) throws ApiProblem {
        try {
            return Instant.parse(body.path("before").asText());
        } catch (DateTimeException _) {
            throw ApiProblem.malformed(
                    "body-malformed", "before is a time in UTC such as 2026-11-22T08:00:00Z");
        }
    }

    private Response view(int status, Checkpoints.Signed signed) {
        return Response.json(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("time", signed.content().time().toString())
                        .put("chains", signed.content().heads().size())
                        .put("checkpoint", signed.jws())
                        .put("key", checkpoints.key().publicPem()));
    }
}
