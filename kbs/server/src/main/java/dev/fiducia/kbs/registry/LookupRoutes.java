package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.lookup.LookupJson;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// `/api/v1/lookup`: which registered document a value stands for, or which known mistake makes it
/// out of one. `GET` with one of the parameters; `POST` with it in a JSON object, for annotations,
/// which are long.
public final class LookupRoutes {
    private static final String LOOKUP = "/api/v1/lookup";

    /// Where each parameter's value was seen; empty for anywhere.
    private static final Map<String, Optional<BoundValue.Field>> FIELDS =
            Map.of(
                    "pcr08", Optional.of(BoundValue.Field.PCR8),
                    "hostData", Optional.of(BoundValue.Field.HOST_DATA),
                    "mrConfigId", Optional.of(BoundValue.Field.MR_CONFIG_ID),
                    "configId", Optional.of(BoundValue.Field.CONFIG_ID),
                    "personalizationValue", Optional.of(BoundValue.Field.PERSONALIZATION_VALUE),
                    "digest", Optional.empty(),
                    "annotation", Optional.empty(),
                    "value", Optional.empty());

    private final RegistryLookup lookup;

    private LookupRoutes(RegistryLookup lookup) {
        this.lookup = lookup;
    }

    public static RouteContribution of(InitdataRegistry registry, AdminGate gate) {
        LookupRoutes routes = new LookupRoutes(new RegistryLookup(registry));
        return RouteContribution.of(
                "initdata lookup",
                Route.get(
                        LOOKUP,
                        Workload.BLOCKING,
                        AdminCall.behind(gate, FIELDS.keySet(), routes::get)),
                Route.post(LOOKUP, Workload.BLOCKING, AdminCall.plain(gate, routes::post)));
    }

    private Response get(AdminCall call) throws ApiProblem {
        List<String> given = new ArrayList<>();
        FIELDS.keySet().stream()
                .filter(name -> call.parameter(name).isPresent())
                .forEach(given::add);
        if (given.size() != 1) {
            throw oneOf();
        }
        return answer(given.getFirst(), call.parameter(given.getFirst()).orElseThrow());
    }

    private Response post(AdminCall call) throws ApiProblem {
        ObjectNode body = call.json(FIELDS.keySet());
        if (body.size() != 1) {
            throw oneOf();
        }
        Map.Entry<String, JsonNode> given = body.properties().iterator().next();
        if (!given.getValue().isTextual()) {
            throw ApiProblem.malformed("body-malformed", given.getKey() + " must be a text");
        }
        return answer(given.getKey(), given.getValue().textValue());
    }

    private Response answer(String name, String value) {
        RegistryLookup.Found found =
                lookup.explain(value, FIELDS.getOrDefault(name, Optional.empty()));
        ObjectNode answer = LookupJson.of(found.result());
        for (JsonNode explanation : answer.path("explanations")) {
            VersionedRevision revision =
                    found.revisions().get(explanation.path("document").asText());
            if (revision != null && explanation instanceof ObjectNode entry) {
                entry.set("revision", InitdataView.brief(revision.revision(), found.at()));
            }
        }
        answer.put("examined", found.examined());
        answer.put("skipped", found.skipped());
        return Response.json(200, answer);
    }

    private static ApiProblem oneOf() {
        return new ApiProblem(
                400,
                "bad-parameter",
                "give one of " + String.join(", ", new TreeSet<>(FIELDS.keySet())));
    }
}
