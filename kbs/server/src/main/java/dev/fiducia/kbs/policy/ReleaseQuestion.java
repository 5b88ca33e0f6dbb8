package dev.fiducia.kbs.policy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.appraisal.RegoBridge;
import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Map;

/// One request of an attested guest, as a resource policy gets to see it.
///
/// @param claims all claims of the verified token: the policy's `input`
/// @param plugin the first segment of the request's path: `data.plugin`
/// @param resourcePath the segments behind it: `data["resource-path"]`
/// @param query the request's query parameters: `data.query`
/// @param initdata what the registry says now of the initdata that the hardware is bound to:
///   `data.initdata`
/// @param grants whom the path is granted to: `data.grants`
public record ReleaseQuestion(
        JsonNode claims,
        String plugin,
        List<String> resourcePath,
        Map<String, String> query,
        JsonNode initdata,
        JsonNode grants) {
    public ReleaseQuestion {
        resourcePath = List.copyOf(resourcePath);
        query = Map.copyOf(query);
    }

    EvalRequest forPolicy() throws RegoJsonException {
        RegoObject data =
                RegoObject.builder()
                        .put("plugin", RegoValue.of(plugin))
                        .put("resource-path", RegoValue.of(resourcePath))
                        .put("query", RegoValue.of(query))
                        .put("initdata", RegoBridge.toRego(initdata))
                        .put("grants", RegoBridge.toRego(grants))
                        .build();
        return EvalRequest.builder().input(RegoBridge.toRego(claims)).data(data).build();
    }
}
