package dev.fiducia.kbs.grant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Whom a path is granted to.
///
/// @param restricted whether any grant covers the path: then it is for these names alone
/// @param names the names with a live grant for guests in the TEE that asks, sorted
public record Granted(boolean restricted, SortedSet<String> names) {
    /// For paths that no grant is about.
    public static final Granted UNRESTRICTED = new Granted(false, Collections.emptySortedSet());

    public Granted {
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    /// Whether the grants let a guest have the path. They only ever take away: the resource policy
    /// still has to allow it.
    ///
    /// @param initdata what the registry says now of the guest's initdata
    public boolean admits(JsonNode initdata) {
        return !restricted
                || (initdata.path("registered").asBoolean(false)
                        && names.contains(initdata.path("name").asText("")));
    }

    /// `{restricted, names}` for policies.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("restricted", restricted);
        ArrayNode list = json.putArray("names");
        names.forEach(list::add);
        return json;
    }
}
