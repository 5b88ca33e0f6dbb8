package dev.fiducia.kbs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.RouteHandler;

import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A call of an administrator who may make it.
public final class AdminCall {
    private static final int MAX_REASON = 1000;
    private static final String REASON = "reason";
    private static final String DRY_RUN = "dryRun";

    private final Request request;
    private final AdminIdentity who;

    private AdminCall(Request request, AdminIdentity who) {
        this.request = request;
        this.who = who;
    }

    /// Answers a call, or refuses it.
    @FunctionalInterface
    public interface Handler {
        Response handle(AdminCall call) throws ApiProblem;
    }

    /// A handler behind the gate of administrators.
    ///
    /// @param parameters the query parameters that the call has; a change is not made on a guess,
    ///   so that any other is refused
    public static RouteHandler behind(AdminGate gate, Set<String> parameters, Handler handler) {
        return gate.api((request, who) -> {
            try {
                AdminCall call = new AdminCall(request, who);
                call.requireOnly(parameters);
                return handler.handle(call);
            } catch (ApiProblem problem) {
                return problem.response(request.id());
            }
        });
    }

    /// The same for calls that change something: they may be tried with `dryRun=true`.
    public static RouteHandler change(AdminGate gate, Handler handler) {
        return behind(gate, Set.of(DRY_RUN), handler);
    }

    /// The same for calls without parameters.
    public static RouteHandler plain(AdminGate gate, Handler handler) {
        return behind(gate, Set.of(), handler);
    }

    private void requireOnly(Set<String> parameters) throws ApiProblem {
        for (String name : request.query().keySet()) {
            if (!parameters.contains(name)) {
                throw new ApiProblem(
                        400,
                        "bad-parameter",
                        parameters.isEmpty()
                                ? "there are no parameters here"
                                : "parameters here: "
                                        + String.join(", ", new TreeSet<>(parameters)));
            }
        }
    }

    /// Names the request in logs.
    public String id() {
        return request.id();
    }

    /// Who calls, for records of who changed what.
    public String actor() {
        return who.name();
    }

    /// The terms that the call sets: `If-Match`, `Idempotency-Key`, `dryRun`.
    ///
    /// @param reason why, where the call says so
    public Terms terms(Optional<String> reason) throws ApiProblem {
        return new Terms(who, reason, isDryRun(), version(), idempotencyKey(), id());
    }

    /// The same with the reason that the body may give, if there is one.
    public Terms terms() throws ApiProblem {
        return terms(reason());
    }

    /// The segment that the route's pattern calls `{name}`.
    public String segment(String name) {
        return request.parameter(name);
    }

    /// A query parameter.
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(request.query().get(name));
    }

    /// Whether only to say what would happen.
    public boolean isDryRun() throws ApiProblem {
        return flag(DRY_RUN);
    }

    /// A query parameter that is `true` or `false`; false when it is not given.
    public boolean flag(String name) throws ApiProblem {
        return switch (request.query().getOrDefault(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ApiProblem(400, "bad-parameter", name + " is true or false");
        };
    }

    /// All query parameters, to be read by their kinds.
    public Parameters parameters() {
        return new Parameters(request.query());
    }

    /// The first header field of this name.
    public Optional<String> header(String name) {
        return request.headers().first(name);
    }

    /// The version that `If-Match` names; empty without that field.
    Optional<Long> version() throws ApiProblem {
        return EntityTag.version(request.headers().all("If-Match"));
    }

    /// The key by which the call is known when it is sent again; empty without one.
    Optional<IdempotencyKey> idempotencyKey() throws ApiProblem {
        return IdempotencyKey.of(request, actor());
    }

    /// A refusal as the answer, with further members.
    public Response refused(ApiProblem problem, ObjectNode more) {
        return problem.response(request.id(), more);
    }

    /// The media type of the body without its parameters, in lower case; empty when it is not told.
    public String mediaType() {
        String type = request.headers().first("content-type").orElse("");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// The body as it was sent. Not copied: callers only read it.
    public byte[] body() {
        return request.body();
    }

    /// The body as a JSON object with none but these members.
    public ObjectNode json(Set<String> members) throws ApiProblem {
        JsonNode document =
                switch (StrictJson.read(request.body())) {
                    case StrictJson.Result.Read(JsonNode read) -> read;
                    case StrictJson.Result.Unreadable(var refusal) ->
                            throw ApiProblem.malformed(refusal.code(), refusal.message());
                };
        if (!(document instanceof ObjectNode object)) {
            throw ApiProblem.malformed("body-malformed", "the body must be a JSON object");
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                throw ApiProblem.malformed(
                        "body-malformed",
                        "the body has an unknown member; known are "
                                + String.join(", ", new TreeSet<>(members)));
            }
        }
        return object;
    }

    /// The reason in a body that is empty or `{"reason": "…"}`.
    public Optional<String> reason() throws ApiProblem {
        return request.body().length == 0 ? Optional.empty() : reason(json(Set.of(REASON)));
    }

    /// The member `reason`, if it is there.
    public static Optional<String> reason(ObjectNode body) throws ApiProblem {
        JsonNode reason = body.path(REASON);
        if (reason.isMissingNode()) {
            return Optional.empty();
        }
        if (!reason.isTextual() || reason.textValue().length() > MAX_REASON) {
            throw ApiProblem.malformed(
                    "body-malformed",
                    "reason must be a text of at most " + MAX_REASON + " characters");
        }
        return Optional.of(reason.textValue());
    }
}
