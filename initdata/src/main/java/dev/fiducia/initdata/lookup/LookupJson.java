package dev.fiducia.initdata.lookup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Results as JSON: `matches`, `unreadable` where the value is none, and the explanations.
public final class LookupJson {
    private LookupJson() {}

    public static ObjectNode of(LookupResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("matches", !result.matches().isEmpty());
        result.unreadable().ifPresent(reason -> json.put("unreadable", reason));
        ArrayNode explanations = json.putArray("explanations");
        result.explanations().forEach(explanation -> explanations.add(of(explanation)));
        return json;
    }

    private static ObjectNode of(Explanation explanation) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        explanation.document().ifPresent(known -> entry.put("document", known.id()));
        entry.put("match", explanation.isMatch());
        entry.put("form", explanation.form().wireName());
        ArrayNode deviations = entry.putArray("deviations");
        explanation.deviations().stream().map(Deviation::code).forEach(deviations::add);
        entry.put("message", explanation.message());
        ArrayNode fixes = entry.putArray("fixes");
        explanation.fixes().forEach(fixes::add);
        return entry;
    }
}
