package dev.fiducia.kbs.collateral;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.HeldDocument;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// `GET /api/v1/collateral`: the documents that the replica that is asked holds, which edition, for
/// how long, and how its sources do. Certificates of chips are counted, not listed.
public final class CollateralRoutes {

    private CollateralRoutes() {}

    public static RouteContribution of(
            CollateralService service, AdminGate gate, InstantSource clock) {
        return RouteContribution.of(
                "collateral",
                Route.get(
                        "/api/v1/collateral",
                        Workload.BLOCKING,
                        AdminCall.behind(
                                gate,
                                Set.of(),
                                _ -> Response.json(200, view(service, clock.instant())))));
    }

    private static ObjectNode view(CollateralService service, Instant now) {
        List<HeldDocument> all = service.all();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        ArrayNode documents = view.putArray("documents");
        int certificates = 0;
        for (HeldDocument held : all) {
            if (held.document().id().kind().equals("vek")) {
                certificates++;
            } else {
                add(documents.addObject(), held, service, now);
            }
        }
        view.put("chip_certificates", certificates);
        ArrayNode sources = view.putArray("sources");
        service.sources()
                .forEach(source -> {
                    ObjectNode one = sources.addObject();
                    one.put("name", source.name())
                            .put("calls", source.calls())
                            .put("failures", source.failures())
                            .put("paused", source.paused());
                    source.lastFailure().ifPresent(why -> one.put("last_failure", why));
                });
        return view;
    }

    private static void add(
            ObjectNode view, HeldDocument held, CollateralService service, Instant now) {
        view.put("id", held.document().id().name())
                .put("kind", held.document().id().kind())
                .put("edition", held.facts().edition())
                .put("issued", held.facts().issued().toString())
                .put("expires", held.facts().expires().toString())
                .put("expired", !held.facts().holdsAt(now))
                .put("due", service.due(held).toString())
                .put("usable", service.isUsable(held))
                .put("origin", held.origin())
                .put("pinned", held.pinned());
        if (held.confirmed().isAfter(Instant.EPOCH)) {
            view.put("confirmed", held.confirmed().toString());
        }
    }
}
