package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.http.Problem;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// `/api/v1/initdata`: register, list, show, fetch, revoke. For administrators alone.
public final class RegistryRoutes {
    private static final String COLLECTION = "/api/v1/initdata";
    private static final String ONE = "/api/v1/initdata/{reference}";

    private static final int PAGE = 100;
    private static final int MAX_PAGE = 1000;

    private final InitdataRegistry registry;
    private final int maxDocumentBytes;

    private RegistryRoutes(InitdataRegistry registry, int maxDocumentBytes) {
        this.registry = registry;
        this.maxDocumentBytes = maxDocumentBytes;
    }

    public static RouteContribution of(
            InitdataRegistry registry, int maxDocumentBytes, AdminGate gate) {
        RegistryRoutes routes = new RegistryRoutes(registry, maxDocumentBytes);
        return RouteContribution.of(
                "initdata registry",
                Route.post(COLLECTION, Workload.BLOCKING, gate.api(routes::register)),
                Route.get(COLLECTION, Workload.BLOCKING, gate.api((r, _) -> routes.list(r))),
                Route.get(ONE, Workload.BLOCKING, gate.api((r, _) -> routes.show(r))),
                Route.get(ONE + "/raw", Workload.BLOCKING, gate.api((r, _) -> routes.raw(r))),
                Route.delete(ONE, Workload.BLOCKING, gate.api(routes::revoke)));
    }

    private Response register(Request request, AdminIdentity who) {
        Optional<Response> bad =
                refusal(request, Set.of("name", "activate", "reinstate", "reason", "dryRun"));
        if (bad.isPresent()) {
            return bad.get();
        }
        Optional<String> name = Optional.ofNullable(request.query().get("name"));
        if (name.isPresent() && !RevisionName.isGood(name.get())) {
            return invalid(request, 400, "initdata-bad-name", RevisionName.FORM);
        }
        SubmittedInitdata submitted;
        try {
            submitted = SubmittedInitdata.parse(request.body());
        } catch (InitdataException e) {
            String place = e.place().map(at -> at + ": ").orElse("");
            return invalid(request, 422, "initdata-" + e.code(), place + e.getMessage());
        }
        if (submitted.document().size() > maxDocumentBytes) {
            return invalid(
                    request,
                    422,
                    "initdata-document-too-large",
                    "the document has %d bytes, %d are allowed (initdata.max_document_kib)"
                            .formatted(submitted.document().size(), maxDocumentBytes));
        }
        Registration registration =
                new Registration(
                        submitted.document(),
                        name,
                        !"false".equals(request.query().get("activate")),
                        Lifetime.UNLIMITED,
                        Map.of(),
                        Set.of(),
                        Judgement.CLEAN,
                        flag(request, "reinstate"));
        return switch (registry.register(registration, terms(request, who))) {
            case RegistryOutcome.Refused refused -> problem(request, refused);
            case RegistryOutcome.Done done -> {
                InitdataRevision revision = done.revision();
                ObjectNode view =
                        InitdataView.full(
                                revision,
                                submitted.document(),
                                submitted.warnings(),
                                registry.now());
                boolean created =
                        done.effect() == RegistryOutcome.Effect.CREATED && !flag(request, "dryRun");
                if (flag(request, "dryRun")) {
                    view.put("dry_run", true);
                }
                yield created
                        ? Response.json(201, view)
                                .withHeader("Location", COLLECTION + "/" + revision.id())
                        : Response.json(200, view);
            }
        };
    }

    private Response list(Request request) {
        Optional<String> after =
                Optional.ofNullable(request.query().get("after"))
                        .map(id -> id.startsWith("sha256:") ? id.substring(7) : id);
        String text = request.query().getOrDefault("limit", String.valueOf(PAGE));
        if (!text.matches("[0-9]{1,4}")
                || text.matches("0+")
                || Integer.parseInt(text) > MAX_PAGE) {
            return invalid(request, 400, "bad-limit", "limit must be from 1 to " + MAX_PAGE);
        }
        int limit = Integer.parseInt(text);
        List<VersionedRevision> found = registry.page(after, limit + 1);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        found.stream()
                .limit(limit)
                .forEach(each -> items.add(InitdataView.brief(each.revision(), registry.now())));
        if (found.size() > limit) {
            page.put("next", found.get(limit - 1).revision().document().prefixedId());
        }
        return Response.json(200, page);
    }

    private Response show(Request request) {
        return registry.find(request.parameter("reference"))
                .map(VersionedRevision::revision)
                .map(revision ->
                        Response.json(
                                200,
                                InitdataView.full(
                                        revision,
                                        registry.parsedDocument(revision),
                                        List.of(),
                                        registry.now())))
                .orElseGet(() -> unknown(request));
    }

    private Response raw(Request request) {
        return registry.find(request.parameter("reference"))
                .map(VersionedRevision::revision)
                .flatMap(registry::document)
                .map(bytes -> Response.of(200, "application/toml", bytes))
                .orElseGet(() -> unknown(request));
    }

    private Response revoke(Request request, AdminIdentity who) {
        Optional<Response> bad = refusal(request, Set.of("dryRun", "reason"));
        if (bad.isPresent()) {
            return bad.get();
        }
        return switch (registry.change(
                Selection.allOf(request.parameter("reference")),
                new Transition.Revoke(),
                Judgement.CLEAN,
                terms(request, who))) {
            case RegistryOutcome.Refused refused -> problem(request, refused);
            case RegistryOutcome.Done done ->
                    Response.json(200, InitdataView.brief(done.revision(), registry.now()));
        };
    }

    private static Terms terms(Request request, AdminIdentity who) {
        return new Terms(
                nameOf(who),
                Optional.ofNullable(request.query().get("reason")).filter(why -> !why.isBlank()),
                flag(request, "dryRun"),
                Optional.empty());
    }

    private static String nameOf(AdminIdentity who) {
        return who.subject().or(who::issuer).orElse(who.role());
    }

    /// A change is not made on a guess: `dryRun=1` or `dryrun=true` would otherwise be a real one.
    private static Optional<Response> refusal(Request request, Set<String> known) {
        for (Map.Entry<String, String> parameter : request.query().entrySet()) {
            String name = parameter.getKey();
            boolean text = name.equals("name") || name.equals("reason");
            if (!known.contains(name) || (!text && !parameter.getValue().matches("true|false"))) {
                return Optional.of(
                        invalid(
                                request,
                                400,
                                "bad-parameter",
                                "parameters here: "
                                        + String.join(", ", new TreeSet<>(known))
                                        + "; the flags are true or false"));
            }
        }
        return Optional.empty();
    }

    private static boolean flag(Request request, String name) {
        return "true".equals(request.query().get(name));
    }

    private static Response unknown(Request request) {
        return invalid(
                request,
                404,
                "initdata-unknown",
                "no initdata of this digest or name is registered");
    }

    private static Response problem(Request request, RegistryOutcome.Refused refused) {
        int status =
                switch (refused.kind()) {
                    case INVALID -> 422;
                    case UNKNOWN -> 404;
                    case CONFLICT -> 409;
                    case STALE -> 412;
                    case BUSY -> 503;
                };
        return invalid(request, status, refused.code(), refused.message());
    }

    private static Response invalid(Request request, int status, String code, String message) {
        String title =
                switch (status) {
                    case 404 -> "Not registered";
                    case 409 -> "Conflict";
                    case 412 -> "Changed meanwhile";
                    case 503 -> "Busy";
                    default -> "Refused";
                };
        return new Problem(status, code, title, message).response(request.id());
    }
}
