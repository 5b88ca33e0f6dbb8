package dev.fiducia.kbs.rotation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.rotation.Succession;
import dev.fiducia.initdata.rotation.Succession.SuccessionException;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.VersionedRevision;
import dev.fiducia.kbs.template.RenderedView;

import java.time.Duration;
import java.util.Set;

/// `/api/v1/certificates?days=30`, and `:succeed` of a revision. For administrators alone.
public final class RotationRoutes {
    private static final int DAYS = 30;

    private final InitdataRegistry registry;
    private final PinnedCertificates pinned;

    private RotationRoutes(InitdataRegistry registry, PinnedCertificates pinned) {
        this.registry = registry;
        this.pinned = pinned;
    }

    public static RouteContribution of(
            InitdataRegistry registry, PinnedCertificates pinned, AdminGate gate) {
        RotationRoutes routes = new RotationRoutes(registry, pinned);
        return RouteContribution.of(
                "rotation",
                Route.get(
                        "/api/v1/certificates",
                        Workload.BLOCKING,
                        AdminCall.behind(gate, Set.of("days"), routes::ending)),
                Route.post(
                        "/api/v1/initdata/{name}/revisions/{reference}:succeed",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, routes::succeed)));
    }

    /// The certificates of documents in force that end within so many days.
    private Response ending(AdminCall call) throws ApiProblem {
        String days = call.parameter("days").orElse(String.valueOf(DAYS));
        if (!days.matches("[0-9]{1,5}")) {
            throw new ApiProblem(400, "bad-parameter", "days must be a number from 0 to 99999");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        for (PinnedCertificates.Pinned each :
                pinned.endingBefore(registry.now().plus(Duration.ofDays(Integer.parseInt(days))))) {
            ObjectNode item = items.addObject();
            item.put("sha256", each.certificate().sha256());
            item.put(
                    "subject",
                    each.certificate().certificate().getSubjectX500Principal().toString());
            item.put("not_after", each.certificate().notAfter().toString());
            ArrayNode places = item.putArray("pinned_by");
            for (PinnedCertificates.Place place : each.places()) {
                places.addObject()
                        .put("name", place.revision().name())
                        .put("revision", place.revision().number())
                        .put("id", place.revision().document().prefixedId())
                        .put("path", place.path());
            }
        }
        return Response.json(200, answer);
    }

    /// `{"certificate": SHA-256, "by": PEM}` to the next document, which nothing has stored yet.
    private Response succeed(AdminCall call) throws ApiProblem {
        ObjectNode body = call.json(Set.of("certificate", "by"));
        VersionedRevision revision =
                registry.find(call.segment("name"), call.segment("reference"))
                        .orElseThrow(() ->
                                ApiProblem.unknown(
                                        "initdata-unknown", "there is no such revision"));
        try {
            InitdataDocument successor =
                    Succession.replace(
                            registry.parsedDocument(revision.revision()),
                            body.path("certificate").asText(),
                            body.path("by").asText());
            return Response.json(200, RenderedView.of(successor));
        } catch (SuccessionException e) {
            throw ApiProblem.malformed("initdata-no-successor", String.valueOf(e.getMessage()));
        }
    }
}
