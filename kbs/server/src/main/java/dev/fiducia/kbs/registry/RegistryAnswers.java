package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.output.JsonOutput;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.EntityTag;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;

import java.util.List;

/// How outcomes of the registry are answered.
final class RegistryAnswers {
    private RegistryAnswers() {}

    static Response problem(AdminCall call, RegistryOutcome.Refused refused) {
        int status =
                switch (refused.kind()) {
                    case INVALID -> 422;
                    case FORBIDDEN -> 403;
                    case UNKNOWN -> 404;
                    case CONFLICT -> 409;
                    case STALE -> 412;
                    case BUSY -> 503;
                };
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        if (!refused.findings().isEmpty()) {
            more.set("findings", findings(refused.findings()));
        }
        return call.refused(new ApiProblem(status, refused.code(), refused.message()), more);
    }

    /// What was done, with the headers that a repeated or conditional request needs.
    static Response done(int status, ObjectNode view, RegistryOutcome.Done done, Terms terms) {
        if (terms.dryRun()) {
            return Response.json(200, view.put("dry_run", true));
        }
        Response response =
                Response.json(status, view).withHeader("ETag", EntityTag.of(done.version()));
        return done.effect() == RegistryOutcome.Effect.REPLAYED
                ? response.withHeader("Idempotency-Replayed", "true")
                : response;
    }

    static ArrayNode findings(List<Finding> findings) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        findings.forEach(finding -> array.add(JsonOutput.of(finding)));
        return array;
    }

    static ApiProblem unknown() {
        return new ApiProblem(
                404, "initdata-unknown", "no initdata of this digest or name is registered");
    }
}
