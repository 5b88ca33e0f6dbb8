package dev.fiducia.kbs.referencevalue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.seal.Sha256;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.decision.Unrecorded;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Problem;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.rvps.ConfigMapLayout;
import dev.fiducia.rvps.Contribution;
import dev.fiducia.rvps.ReferenceFile;
import dev.fiducia.rvps.ReferenceValue;
import dev.fiducia.rvps.ReferenceValues;
import dev.fiducia.rvps.RvpsException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `/kbs/v0/reference-value`, `/api/v1/reference-values`, and to and from other tools' files:
/// `/api/v1/reference-values:import` and `:export`.
public final class ReferenceValueRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceValueRoutes.class);
    private static final String ENDPOINT = "reference-value";
    private static final byte[] NOTHING = {};

    private final ReferenceValues references;
    private final Decisions decisions;

    private ReferenceValueRoutes(ReferenceValues references, Decisions decisions) {
        this.references = references;
        this.decisions = decisions;
    }

    /// @param decisions has every change on record before it is made
    public static RouteContribution of(
            ReferenceValues references, Decisions decisions, AdminGate gate) {
        ReferenceValueRoutes routes = new ReferenceValueRoutes(references, decisions);
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
                        gate.api((_, _) -> routes.list())),
                Route.post(
                        "/api/v1/reference-values:import",
                        Workload.BLOCKING,
                        gate.api(routes::importFile)),
                Route.get(
                        "/api/v1/reference-values:export",
                        Workload.BLOCKING,
                        gate.api((r, _) -> routes.export(r))));
    }

    private Decisions.Recorded recorded(Request request, AdminIdentity who, String verb) {
        return decisions.grant(
                Facts.of("reference-value." + verb, who.name(), "reference-values")
                        .with("outcome", "requested")
                        .with("digest", "sha256:" + Sha256.hex(request.body()))
                        .with(request));
    }

    private Response register(Request request, AdminIdentity who) {
        if (recorded(request, who, "register") instanceof Decisions.Recorded.Off(Unrecorded why)) {
            return why.response(request, KbsError.Type.RVPS_ERROR);
        }
        try {
            List<String> names = references.register(request.body());
            LOG.atInfo()
                    .addKeyValue("request", request.id())
                    .addKeyValue("by", who.subject().orElse(who.role()))
                    .log("reference values registered: {}", names);
            return Response.of(200, "application/json", NOTHING);
        } catch (RvpsException e) {
            String code = codeOf(e);
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

    /// Takes a ConfigMap, what veritas wrote, or measurements (`?tee=snp`).
    private Response importFile(Request request, AdminIdentity who) {
        Optional<String> tee = Optional.ofNullable(request.query().get("tee"));
        if (!Set.of("tee").containsAll(request.query().keySet())) {
            return problem(request, 400, "bad-parameter", "the only parameter here is tee");
        }
        if (recorded(request, who, "import") instanceof Decisions.Recorded.Off(Unrecorded why)) {
            return why.problem(request);
        }
        try {
            ReferenceFile file =
                    tee.isPresent()
                            ? ReferenceFile.read(request.body(), tee.get())
                            : ReferenceFile.read(request.body());
            List<String> names = references.register(file);
            LOG.atInfo()
                    .addKeyValue("request", request.id())
                    .addKeyValue("by", who.subject().orElse(who.role()))
                    .log("reference values imported: {}", names);
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            names.forEach(answer.putArray("registered")::add);
            return Response.json(200, answer);
        } catch (RvpsException e) {
            int status = e.code() == RvpsException.Code.CONTENTION ? 503 : 422;
            return problem(request, status, codeOf(e), String.valueOf(e.getMessage()));
        }
    }

    /// All that is in force, as the ConfigMap of a Trustee (`?format=list`).
    private Response export(Request request) {
        Optional<ConfigMapLayout> layout =
                ConfigMapLayout.of(request.query().getOrDefault("format", "reference_value"));
        if (layout.isEmpty() || !Set.of("format").containsAll(request.query().keySet())) {
            return problem(
                    request,
                    400,
                    "bad-parameter",
                    "the only parameter here is format: reference_value, list or hash-value");
        }
        try {
            String text =
                    layout.get()
                            .write(
                                    references.inForce(),
                                    "rvps-reference-values",
                                    "trustee-operator-system",
                                    references.defaultExpiration());
            return Response.of(200, "application/yaml", text.getBytes(StandardCharsets.UTF_8));
        } catch (RvpsException e) {
            return problem(request, 422, codeOf(e), String.valueOf(e.getMessage()));
        }
    }

    private static Response problem(Request request, int status, String code, String detail) {
        return new Problem(status, code, "Refused", detail).response(request.id());
    }

    private static String codeOf(RvpsException e) {
        return "rvps-" + e.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
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
