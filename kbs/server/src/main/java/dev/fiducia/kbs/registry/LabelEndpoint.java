package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Parameters;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `PUT …/labels`: `{"labels": {"team": "a"}, "reason": "…"}` in place of the labels so far.
final class LabelEndpoint {
    static final Set<String> KNOWN = Set.of("dryRun", "reason", "force");

    private static final Set<String> MEMBERS = Set.of("labels", "reason");

    private final InitdataRegistry registry;

    LabelEndpoint(InitdataRegistry registry) {
        this.registry = registry;
    }

    Response label(AdminCall call, Selection selection) throws ApiProblem {
        Parameters parameters = call.parameters();
        ObjectNode body = call.json(MEMBERS);
        Optional<String> inQuery = parameters.text("reason");
        Terms terms = call.terms(AdminCall.reason(body).or(() -> inQuery));
        Judgement judgement = new Judgement(List.of(), parameters.flag("force", false));
        return switch (registry.label(
                selection,
                RegistrationParameters.labels(texts(body.path("labels"))),
                judgement,
                terms)) {
            case RegistryOutcome.Refused refused -> RegistryAnswers.problem(call, refused);
            case RegistryOutcome.Done done -> {
                ObjectNode view = InitdataView.brief(done.revision(), registry.now());
                view.put("changed", done.effect() == RegistryOutcome.Effect.CHANGED);
                yield RegistryAnswers.done(200, view, done, terms);
            }
        };
    }

    private static List<String> texts(JsonNode labels) throws ApiProblem {
        if (!labels.isObject()) {
            throw ApiProblem.malformed(
                    "body-malformed", "labels must be an object of texts; {} for none");
        }
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            if (!label.getValue().isTextual()) {
                throw ApiProblem.malformed("body-malformed", "labels are texts");
            }
            texts.add(label.getKey() + "=" + label.getValue().textValue());
        }
        return texts;
    }
}
