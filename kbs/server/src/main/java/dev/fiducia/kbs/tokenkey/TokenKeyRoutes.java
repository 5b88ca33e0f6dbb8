package dev.fiducia.kbs.tokenkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.token.StoredSigners;
import dev.fiducia.attestation.token.TokenSigner;
import dev.fiducia.attestation.token.TokenSigners;
import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Change;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `/api/v1/token-keys`: which keys sign attestation tokens, and a new one. The public halves of
/// all that are trusted are at `/.well-known/jwks.json`, for everyone.
public final class TokenKeyRoutes {
    private static final String ALL = "/api/v1/token-keys";
    private static final String OVERLAP = "overlapSeconds";
    private static final Duration DEFAULT_OVERLAP = Duration.ofMinutes(10);
    private static final Duration MAX_OVERLAP = Duration.ofDays(30);

    private final TokenSigners signers;
    private final AdminCommits commits;
    private final InstantSource clock;

    private TokenKeyRoutes(TokenSigners signers, AdminCommits commits, InstantSource clock) {
        this.signers = signers;
        this.commits = commits;
        this.clock = clock;
    }

    public static RouteContribution of(
            TokenSigners signers, AdminCommits commits, AdminGate gate, InstantSource clock) {
        TokenKeyRoutes routes = new TokenKeyRoutes(signers, commits, clock);
        return RouteContribution.of(
                "token-keys",
                Route.get(ALL, Workload.BLOCKING, AdminCall.plain(gate, _ -> routes.list())),
                Route.post(ALL, Workload.BLOCKING, AdminCall.change(gate, routes::rotate)),
                Route.get("/.well-known/jwks.json", Workload.BLOCKING, _ -> routes.jwks()));
    }

    private Response jwks() {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = set.putArray("keys");
        for (TokenSigner each : signers.trusted()) {
            keys.add(each.jwk().put("kid", each.keyId()).put("use", "sig"));
        }
        return Response.json(200, set);
    }

    private Response list() {
        return Response.json(200, listed());
    }

    private ObjectNode listed() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("configured", !(signers instanceof StoredSigners));
        ArrayNode items = answer.putArray("items");
        if (signers instanceof StoredSigners stored) {
            for (StoredSigners.Listed each : stored.list()) {
                items.addObject()
                        .put("kid", each.keyId())
                        .put("state", each.state().name().toLowerCase(Locale.ROOT))
                        .put("from", each.from().toString());
            }
        } else {
            String current = signers.current().keyId();
            for (TokenSigner each : signers.trusted()) {
                items.addObject()
                        .put("kid", each.keyId())
                        .put("state", each.keyId().equals(current) ? "current" : "previous");
            }
        }
        return answer;
    }

    /// `{"overlapSeconds": 600}`: a new key that signs from then on.
    private Response rotate(AdminCall call) throws ApiProblem {
        if (!(signers instanceof StoredSigners stored)) {
            throw ApiProblem.conflict(
                    "token-key-configured",
                    "the key is a file of the configuration: put another one there, and it is"
                            + " taken up within seconds");
        }
        Instant from = clock.instant().plus(overlap(call));
        Terms terms = call.terms(Optional.empty());
        commits.make(terms, () -> plan(stored, from, terms), _ -> true);
        return Response.json(terms.dryRun() ? 200 : 201, listed());
    }

    private static AdminCommits.Step<Boolean> plan(StoredSigners stored, Instant from, Terms terms)
            throws ApiProblem {
        Change change =
                stored.rotation(from)
                        .orElseThrow(() ->
                                ApiProblem.conflict(
                                        "token-key-waiting",
                                        "a new key waits for its time; GET " + ALL));
        return new AdminCommits.Step.Commit<>(
                List.of(change),
                List.of(
                        AuditEntry.of(
                                terms.by(),
                                "token-key.rotate",
                                change.key(),
                                Map.of("from", from.toString()))),
                List.of(),
                _ -> true);
    }

    private static Duration overlap(AdminCall call) throws ApiProblem {
        JsonNode given =
                call.body().length == 0
                        ? JsonNodeFactory.instance.missingNode()
                        : call.json(Set.of(OVERLAP)).path(OVERLAP);
        if (given.isMissingNode()) {
            return DEFAULT_OVERLAP;
        }
        Duration overlap =
                given.canConvertToInt() ? Duration.ofSeconds(given.intValue()) : Duration.ZERO;
        if (overlap.compareTo(StoredSigners.MIN_OVERLAP) < 0
                || overlap.compareTo(MAX_OVERLAP) > 0) {
            throw ApiProblem.malformed(
                    "body-malformed",
                    OVERLAP
                            + " is a number from "
                            + StoredSigners.MIN_OVERLAP.toSeconds()
                            + " to "
                            + MAX_OVERLAP.toSeconds());
        }
        return overlap;
    }
}
