package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.diff.DiffOutput;
import dev.fiducia.initdata.diff.DocumentDiff;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;

import java.util.List;
import java.util.Set;

/// `GET /api/v1/initdata/{name}/diff`: what changes from one revision to another; by default from
/// the last but one to the last.
final class DiffEndpoint {
    static final Set<String> KNOWN = Set.of("from", "to");

    private final InitdataRegistry registry;
    private final DocumentLint lint;

    DiffEndpoint(InitdataRegistry registry, DocumentLint lint) {
        this.registry = registry;
        this.lint = lint;
    }

    Response diff(AdminCall call) throws ApiProblem {
        String name = call.segment("name");
        List<VersionedRevision> all = registry.revisions(name);
        if (all.isEmpty()) {
            throw RegistryAnswers.unknown();
        }
        InitdataRevision to =
                find(name, call.parameters().text("to").orElse(number(all.getLast())));
        InitdataRevision from =
                find(
                        name,
                        call.parameters()
                                .text("from")
                                .orElse(String.valueOf(Math.max(1, to.number() - 1))));
        ObjectNode answer = DiffOutput.json(DocumentDiff.of(side(from), side(to)));
        answer.put("name", name);
        answer.put("from", from.number());
        answer.put("to", to.number());
        return Response.json(200, answer);
    }

    private InitdataRevision find(String name, String reference) throws ApiProblem {
        return registry.find(name, reference)
                .map(VersionedRevision::revision)
                .orElseThrow(RegistryAnswers::unknown);
    }

    private static String number(VersionedRevision each) {
        return String.valueOf(each.revision().number());
    }

    private DocumentDiff.Side side(InitdataRevision revision) {
        InitdataDocument document = registry.parsedDocument(revision);
        return new DocumentDiff.Side(
                revision.name() + "/" + revision.number(),
                document,
                lint.findings(document, revision.platforms()));
    }
}
