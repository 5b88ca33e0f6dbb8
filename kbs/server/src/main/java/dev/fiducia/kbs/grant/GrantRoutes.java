package dev.fiducia.kbs.grant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Made;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// `/api/v1/initdata/{name}/grants` and `/api/v1/grants`: grant, list, revoke, forget. For
/// administrators alone.
public final class GrantRoutes {
    private static final String ALL = "/api/v1/grants";
    private static final String OF_NAME = "/api/v1/initdata/{name}/grants";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
    private static final int ID_LENGTH = 16;

    private final Grants grants;
    private final Predicate<String> registered;
    private final CryptoSuite crypto;
    private final InstantSource clock;

    private GrantRoutes(
            Grants grants, Predicate<String> registered, CryptoSuite crypto, InstantSource clock) {
        this.grants = grants;
        this.registered = registered;
        this.crypto = crypto;
        this.clock = clock;
    }

    /// @param registered whether initdata is registered under a name
    public static RouteContribution of(
            Grants grants,
            Predicate<String> registered,
            AdminGate gate,
            CryptoSuite crypto,
            InstantSource clock) {
        GrantRoutes routes = new GrantRoutes(grants, registered, crypto, clock);
        return RouteContribution.of(
                "grants",
                Route.post(OF_NAME, Workload.BLOCKING, AdminCall.change(gate, routes::grant)),
                Route.get(OF_NAME, Workload.BLOCKING, AdminCall.plain(gate, routes::ofName)),
                Route.get(
                        ALL,
                        Workload.BLOCKING,
                        AdminCall.behind(gate, Set.of("resource"), routes::list)),
                Route.get(ALL + "/{id}", Workload.BLOCKING, AdminCall.plain(gate, routes::show)),
                Route.delete(
                        ALL + "/{id}", Workload.BLOCKING, AdminCall.change(gate, routes::delete)),
                Route.post(
                        ALL + "/{action}", Workload.BLOCKING, AdminCall.change(gate, routes::act)));
    }

    private Response grant(AdminCall call) throws ApiProblem {
        String name = call.segment("name");
        if (!registered.test(name)) {
            throw ApiProblem.unknown(
                    "initdata-unknown", "no initdata is registered under this name");
        }
        GrantRequest asked = GrantRequest.of(call);
        Grant grant =
                new Grant(
                        id(name, asked),
                        name,
                        asked.resource(),
                        asked.tees(),
                        note(call, asked.reason()),
                        Optional.empty());
        Terms terms = call.terms(asked.reason());
        Made<Grant> made = grants.grant(grant, terms);
        return made.response(made.isChanged() ? 201 : 200, GrantCodec.view(made.result()), terms);
    }

    private Response delete(AdminCall call) throws ApiProblem {
        return revoke(call, call.segment("id"));
    }

    /// `{id}:revoke` and `{id}:forget`.
    private Response act(AdminCall call) throws ApiProblem {
        String[] parts = call.segment("action").split(":", 2);
        return switch (parts.length == 2 ? parts[1] : "") {
            case "revoke" -> revoke(call, parts[0]);
            case "forget" -> {
                Terms terms = call.terms();
                yield answer(
                        grants.forget(known(parts[0]), note(call, terms.reason()), terms), terms);
            }
            default ->
                    throw ApiProblem.unknown(
                            "grant-unknown-action",
                            "what can be done to a grant is {id}:revoke and {id}:forget");
        };
    }

    private Response revoke(AdminCall call, String id) throws ApiProblem {
        Terms terms = call.terms();
        return answer(grants.revoke(known(id), note(call, terms.reason()), terms), terms);
    }

    private Response show(AdminCall call) throws ApiProblem {
        Tagged<Grant> found = grants.find(known(call.segment("id"))).orElseThrow(Grants::unknown);
        return Response.json(200, GrantCodec.view(found.value())).withHeader("ETag", found.tag());
    }

    private Response ofName(AdminCall call) {
        String name = call.segment("name");
        return listed(
                grants.index().all().stream().filter(grant -> grant.name().equals(name)).toList());
    }

    /// `?resource=a/b/c`: those that cover this path.
    private Response list(AdminCall call) {
        return listed(
                call.parameter("resource")
                        .map(path -> grants.index().covering(List.of(path.split("/", -1))))
                        .orElseGet(() -> grants.index().all()));
    }

    private static Response listed(List<Grant> found) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        found.forEach(grant -> items.add(GrantCodec.view(grant)));
        return Response.json(200, page);
    }

    private static Response answer(Made<Grant> made, Terms terms) {
        return made.response(200, GrantCodec.view(made.result()), terms);
    }

    private Grant.Note note(AdminCall call, Optional<String> reason) {
        return new Grant.Note(
                clock.instant().truncatedTo(ChronoUnit.SECONDS), call.actor(), reason);
    }

    private static String known(String id) throws ApiProblem {
        if (!ID.matcher(id).matches()) {
            throw ApiProblem.unknown("grant-unknown", "an id of a grant has 16 hex digits");
        }
        return id;
    }

    private String id(String name, GrantRequest asked) {
        Set<String> platforms = new TreeSet<>();
        for (Tee tee : asked.tees()) {
            platforms.add(tee.wireName());
        }
        String text = name + "\n" + asked.resource() + "\n" + String.join(",", platforms);
        byte[] digest = crypto.digest(HashAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
    }
}
