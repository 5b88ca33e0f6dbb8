package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.EntityTag;
import dev.fiducia.kbs.api.Parameters;
import dev.fiducia.kbs.http.Response;

import java.time.Instant;
import java.util.List;

/// Reading the registry: the list with its filters, one revision, the revisions of a name.
final class RevisionEndpoint {
    private static final int PAGE = 100;
    private static final int MAX_PAGE = 1000;

    private final InitdataRegistry registry;
    private final DocumentLint lint;

    RevisionEndpoint(InitdataRegistry registry, DocumentLint lint) {
        this.registry = registry;
        this.lint = lint;
    }

    Response list(AdminCall call) throws ApiProblem {
        Parameters parameters = call.parameters();
        RevisionFilter filter = RevisionFilter.of(parameters);
        int limit = (int) parameters.whole("limit", PAGE, 1, MAX_PAGE);
        Instant now = registry.now();
        List<VersionedRevision> found =
                registry.page(
                        RevisionFilter.after(parameters),
                        revision -> filter.takes(revision, now),
                        limit + 1);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        found.stream()
                .limit(limit)
                .forEach(each -> items.add(InitdataView.brief(each.revision(), now)));
        if (found.size() > limit) {
            page.put("next", found.get(limit - 1).revision().document().prefixedId());
        }
        return Response.json(200, page);
    }

    /// By id, digest or name; a name also tells of its other revisions.
    Response show(AdminCall call, VersionedRevision found) {
        InitdataRevision revision = found.revision();
        InitdataDocument document = registry.parsedDocument(revision);
        ObjectNode view =
                InitdataView.full(
                        revision,
                        document,
                        lint.findings(document, revision.platforms()),
                        registry.now());
        ArrayNode siblings = view.putArray("revisions");
        registry.revisions(revision.name()).forEach(each -> siblings.add(line(each)));
        return Response.json(200, view).withHeader("ETag", EntityTag.of(found.version()));
    }

    Response revisions(AdminCall call) throws ApiProblem {
        List<VersionedRevision> revisions = registry.revisions(call.segment("name"));
        if (revisions.isEmpty()) {
            throw RegistryAnswers.unknown();
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("name", call.segment("name"));
        ArrayNode items = answer.putArray("items");
        revisions.forEach(each -> items.add(InitdataView.brief(each.revision(), registry.now())));
        return Response.json(200, answer);
    }

    private ObjectNode line(VersionedRevision each) {
        Instant now = registry.now();
        return JsonNodeFactory.instance
                .objectNode()
                .put("revision", each.revision().number())
                .put("id", each.revision().document().prefixedId())
                .put("state", each.revision().stateAt(now).wireName())
                .put("in_force", each.revision().isInForceAt(now));
    }
}
