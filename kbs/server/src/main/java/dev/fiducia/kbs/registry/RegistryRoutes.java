package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `/api/v1/initdata`: for administrators alone.
public final class RegistryRoutes {
    private static final String COLLECTION = "/api/v1/initdata";
    private static final String ONE = COLLECTION + "/{reference}";
    private static final String OF_NAME = COLLECTION + "/{name}/revisions";
    private static final String REVISION = OF_NAME + "/{revision}";

    private final InitdataRegistry registry;
    private final AdminGate gate;
    private final List<Route> routes = new ArrayList<>();

    private RegistryRoutes(InitdataRegistry registry, AdminGate gate) {
        this.registry = registry;
        this.gate = gate;
    }

    /// @param atOnce whether a document counts from its registration on, unless told otherwise
    /// @param affected tells who loses what by a revocation
    public static RouteContribution of(
            InitdataRegistry registry,
            DocumentLint lint,
            int maxDocumentBytes,
            boolean atOnce,
            Affected affected,
            AdminGate gate) {
        RegistryRoutes all = new RegistryRoutes(registry, gate);
        all.register(new RegistrationEndpoint(registry, lint, maxDocumentBytes, atOnce));
        all.read(new RevisionEndpoint(registry, lint));
        all.pieces(new PieceEndpoint(registry));
        all.get(
                COLLECTION + "/{name}/diff",
                DiffEndpoint.KNOWN,
                new DiffEndpoint(registry, lint)::diff);
        all.change(new TransitionEndpoint(registry, lint, affected));
        all.label(new LabelEndpoint(registry));
        return new RouteContribution("initdata registry", all.routes, List.of());
    }

    static String locationOf(InitdataRevision revision) {
        return COLLECTION + "/" + revision.id();
    }

    private void register(RegistrationEndpoint endpoint) {
        post(COLLECTION, RegistrationParameters.KNOWN, endpoint::register);
        post(COLLECTION + ":check", RegistrationParameters.KNOWN, endpoint::check);
    }

    private void read(RevisionEndpoint endpoint) {
        get(COLLECTION, RevisionFilter.KNOWN, endpoint::list);
        get(OF_NAME, Set.of(), endpoint::revisions);
        one("", Set.of(), endpoint::show);
    }

    private void pieces(PieceEndpoint endpoint) {
        one("/raw", Set.of(), endpoint::raw);
        one("/annotation", Set.of(), endpoint::annotation);
        one("/claims", Set.of(), endpoint::claims);
        one("/digests", Set.of(), endpoint::digests);
        one("/values", Set.of("platform"), endpoint::values);
    }

    private void change(TransitionEndpoint endpoint) {
        transition("activate", TransitionEndpoint.ACTIVATE, endpoint::activate);
        transition("supersede", TransitionEndpoint.SUPERSEDE, endpoint::supersede);
        transition("expire", TransitionEndpoint.PLAIN, endpoint::expire);
        post(
                REVISION + ":revoke",
                TransitionEndpoint.PLAIN,
                call -> endpoint.revoke(call, revision(call)));
        // By name it is about all of them: nothing is to be released to that name any more.
        AdminCall.Handler all =
                call -> endpoint.revoke(call, Selection.allOf(call.segment("reference")));
        post(ONE + ":revoke", TransitionEndpoint.PLAIN, all);
        routes.add(
                Route.delete(
                        ONE,
                        Workload.BLOCKING,
                        AdminCall.behind(gate, TransitionEndpoint.PLAIN, all)));
    }

    private void label(LabelEndpoint endpoint) {
        put(
                ONE + "/labels",
                call -> endpoint.label(call, Selection.document(call.segment("reference"))));
        put(REVISION + "/labels", call -> endpoint.label(call, revision(call)));
    }

    @FunctionalInterface
    private interface OfOne {
        Response handle(AdminCall call, VersionedRevision found) throws ApiProblem;
    }

    @FunctionalInterface
    private interface Change {
        Response handle(AdminCall call, Selection selection) throws ApiProblem;
    }

    /// By id, digest or name, and as a revision of a name.
    private void one(String suffix, Set<String> parameters, OfOne handler) {
        get(
                ONE + suffix,
                parameters,
                call -> handler.handle(call, found(registry.find(call.segment("reference")))));
        get(
                REVISION + suffix,
                parameters,
                call ->
                        handler.handle(
                                call,
                                found(
                                        registry.find(
                                                call.segment("name"), call.segment("revision")))));
    }

    private void transition(String verb, Set<String> parameters, Change change) {
        post(REVISION + ":" + verb, parameters, call -> change.handle(call, revision(call)));
        post(
                ONE + ":" + verb,
                parameters,
                call -> change.handle(call, Selection.document(call.segment("reference"))));
    }

    private static Selection revision(AdminCall call) {
        return Selection.revision(call.segment("name"), call.segment("revision"));
    }

    private static VersionedRevision found(Optional<VersionedRevision> revision) throws ApiProblem {
        return revision.orElseThrow(RegistryAnswers::unknown);
    }

    private void get(String pattern, Set<String> parameters, AdminCall.Handler handler) {
        routes.add(
                Route.get(pattern, Workload.BLOCKING, AdminCall.behind(gate, parameters, handler)));
    }

    private void post(String pattern, Set<String> parameters, AdminCall.Handler handler) {
        routes.add(
                Route.post(
                        pattern, Workload.BLOCKING, AdminCall.behind(gate, parameters, handler)));
    }

    private void put(String pattern, AdminCall.Handler handler) {
        routes.add(
                Route.put(
                        pattern,
                        Workload.BLOCKING,
                        AdminCall.behind(gate, LabelEndpoint.KNOWN, handler)));
    }
}
