package dev.fiducia.kbs.attested;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.VersionedRevision;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `GET /api/v1/attestations?initdata=`: who attested lately with a document, of an id or digest,
/// or with any of a name. Without it, who attested with a document that is not registered. For
/// administrators alone.
public final class AttestationRoutes {
    private final RecentAttestations attestations;
    private final InitdataRegistry registry;

    private AttestationRoutes(RecentAttestations attestations, InitdataRegistry registry) {
        this.attestations = attestations;
        this.registry = registry;
    }

    public static RouteContribution of(
            RecentAttestations attestations, InitdataRegistry registry, AdminGate gate) {
        AttestationRoutes routes = new AttestationRoutes(attestations, registry);
        return RouteContribution.of(
                "attestations",
                Route.get(
                        "/api/v1/attestations",
                        Workload.BLOCKING,
                        AdminCall.behind(gate, Set.of("initdata"), routes::list)));
    }

    private Response list(AdminCall call) throws ApiProblem {
        Optional<String> reference = call.parameters().text("initdata");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("since", attestations.since().toString());
        ArrayNode items = answer.putArray("items");
        if (reference.isEmpty()) {
            attestations.others().forEach(each -> items.add(each.toJson()));
            return Response.json(200, answer);
        }
        Map<String, InitdataRevision> revisions =
                revisions(reference.get()).stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.document().prefixedId(), Function.identity()));
        revisions.keySet().stream()
                .flatMap(id -> attestations.last(id).stream())
                .sorted(Comparator.comparing(Attempt::at).reversed())
                .forEach(each -> items.add(view(each, revisions)));
        ArrayNode documents = answer.putArray("documents");
        revisions.values().stream()
                .sorted(Comparator.comparingInt(InitdataRevision::number))
                .forEach(each ->
                        documents.add(
                                named(each)
                                        .setAll(
                                                attestations.summary(
                                                        each.document().prefixedId()))));
        return Response.json(200, answer);
    }

    private List<InitdataRevision> revisions(String reference) throws ApiProblem {
        List<VersionedRevision> ofName = registry.revisions(reference);
        List<InitdataRevision> found =
                (ofName.isEmpty() ? registry.find(reference).stream() : ofName.stream())
                        .map(VersionedRevision::revision)
                        .toList();
        if (found.isEmpty()) {
            throw ApiProblem.unknown(
                    "initdata-unknown", "no initdata of this digest or name is registered");
        }
        return found;
    }

    private static ObjectNode view(Attempt attempt, Map<String, InitdataRevision> revisions) {
        ObjectNode view = attempt.toJson();
        attempt.document()
                .flatMap(id -> Stream.ofNullable(revisions.get(id)).findFirst())
                .ifPresent(revision -> view.set("initdata", named(revision)));
        return view;
    }

    private static ObjectNode named(InitdataRevision revision) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", revision.document().prefixedId())
                .put("name", revision.name())
                .put("revision", revision.number());
    }
}
