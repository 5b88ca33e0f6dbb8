package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Requests that a hostile host would send and that no careful policy allows, in the JSON form in
/// which agents show requests to their policies. A policy that allows one of them is open.
final class Probes {

    static final Map<String, RegoValue> NONE = Map.of();

    private static final Map<String, Map<String, RegoValue>> ALL = load();

    private Probes() {}

    /// The probes for a request, by what they try.
    static Map<String, RegoValue> of(AgentRequest request) {
        return ALL.getOrDefault(request.ruleName(), NONE);
    }

    static Map<String, Map<String, RegoValue>> all() {
        return ALL;
    }

    private static Map<String, Map<String, RegoValue>> load() {
        try (InputStream stream = Probes.class.getResourceAsStream("probes.json")) {
            if (stream == null) {
                throw new IllegalStateException("probes.json is missing");
            }
            String json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Map<String, RegoValue>> all = new LinkedHashMap<>();
            members(RegoJson.parse(json))
                    .forEach((request, probes) -> all.put(request, members(probes)));
            return Collections.unmodifiableMap(all);
        } catch (IOException | RegoJsonException e) {
            throw new IllegalStateException("probes.json can't be read", e);
        }
    }

    private static Map<String, RegoValue> members(RegoValue value) {
        if (!(value instanceof RegoObject object)) {
            throw new IllegalStateException("probes.json holds something else than objects");
        }
        Map<String, RegoValue> members = new LinkedHashMap<>();
        object.forEach((key, member) -> members.put(((RegoString) key).value(), member));
        return Collections.unmodifiableMap(members);
    }
}
