package dev.fiducia.kbs.referencevalue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.rvps.Contribution;
import dev.fiducia.rvps.ReferenceValue;
import dev.fiducia.rvps.ReferenceValues;
import dev.fiducia.rvps.RvpsException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Locale;

/// `/kbs/v0/reference-value` and `/api/v1/reference-values`.
public final class ReferenceValueRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceValueRoutes.class);
    private static final String ENDPOINT = "reference-value";
    private static final byte[] NOTHING = {};

    private final ReferenceValues references;

    private ReferenceValueRoutes(ReferenceValues references) {
        this.references = references;
    }

    public static RouteContribution of(ReferenceValues references, AdminGate gate) {
        ReferenceValueRoutes routes = new ReferenceValueRoutes(references);
        return RouteContribution.of(
                "reference values",
                Route.post(
                        "/kbs/v0/reference-value/*",
                        Workload.BLOCKING,
                        gate.kbs(ENDPOINT, routes::register)),
                Route.get(
                        "/kbs/v0/reference-value/*",
                        Workload.BLOCKING,
                        gate.kbs(ENDPOINT, (r, _) -> routes.query(r))),
                Route.get(
                        "/api/v1/reference-values",
                        Workload.BLOCKING,
                        gate.api((_, _) -> routes.list())));
    }

    private Response register(Request request, AdminIdentity who) {
        try {
            List<String> names = references.register(request.body());
            LOG.atInfo()
                    .addKeyValue("request", request.id())
                    .addKeyValue("by", who.subject().orElse(who.role()))
                    .log("reference values registered: {}", names);
            return Response.of(200, "application/json", NOTHING);
        } catch (RvpsException e) {
            String code = "rvps-" + e.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
            String detail = "RVPS configuration failed: " + e.getMessage();
            KbsError error =
                    e.code() == RvpsException.Code.CONTENTION
                            ? KbsError.retryable(KbsError.Type.RVPS_ERROR, code, detail)
                            : KbsError.of(KbsError.Type.RVPS_ERROR, code, detail);
            return error.response(request.id());
        }
    }

    private Response query(Request request) {
        String name = String.join("/", request.rest());
        return references
                .query(name)
                .map(value -> Response.json(200, value))
                .orElseGet(() ->
                        KbsError.of(
                                        KbsError.Type.RVPS_ERROR,
                                        "rvps-unknown",
                                        "RVPS configuration failed: Failed to get"
                                                + " reference_values: No reference value found"
                                                + " for the given id: "
                                                + name)
                                .response(request.id()));
    }

    private Response list() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode values = answer.putArray("reference_values");
        for (ReferenceValue value : references.list()) {
            for (Contribution contribution : value.contributions()) {
                ObjectNode item = values.addObject();
                item.put("name", value.name());
                item.put("source", contribution.source().name());
                item.put("expires", contribution.expiration().toString());
                item.set("value", contribution.value());
            }
        }
        return Response.json(200, answer);
    }
}
