package dev.fiducia.kbs.resource;

import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.decision.Unrecorded;
import dev.fiducia.kbs.grant.Granted;
import dev.fiducia.kbs.grant.Grants;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Method;
import dev.fiducia.kbs.http.PathPattern;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.kbs.jwe.JweException;
import dev.fiducia.kbs.jwe.JweSealer;
import dev.fiducia.kbs.metrics.KbsMetrics;
import dev.fiducia.kbs.policy.Decision;
import dev.fiducia.kbs.policy.ReleaseQuestion;
import dev.fiducia.kbs.policy.ResourcePolicy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Everything below `/kbs/v0/` that is no built-in name: plugins by their first segment.
///
/// For a guest's call, in this order: path, token, revocation, grants, policy, the plugin's work,
/// encryption, the record of the decision. Policy comes before the plugin so that a denied guest
/// can't probe for what exists; the TEE key is parsed with the token, so that nothing is done for a
/// guest that nothing can be encrypted to.
public final class PluginRoutes {
    static final int PREFIX_SEGMENTS = 3;

    private static final int STATUS_DENIED = 401;
    private static final int STATUS_MISSING = 404;
    private static final String RESOURCE_POLICY = "resource-policy";

    private static final Logger LOG = LoggerFactory.getLogger(PluginRoutes.class);

    private final Map<String, Plugin> plugins;
    private final GuestAuthorization guests;
    private final CurrentInitdata initdata;
    private final Grants grants;
    private final ResourcePolicy policy;
    private final JweSealer sealer;
    private final AdminGate admin;
    private final Decisions decisions;
    private final KbsMetrics metrics;

    private PluginRoutes(
            List<Plugin> plugins,
            GuestAuthorization guests,
            CurrentInitdata initdata,
            Grants grants,
            ResourcePolicy policy,
            JweSealer sealer,
            AdminGate admin,
            Decisions decisions,
            KbsMetrics metrics) {
        this.plugins = plugins.stream().collect(Collectors.toUnmodifiableMap(Plugin::name, p -> p));
        this.guests = guests;
        this.initdata = initdata;
        this.grants = grants;
        this.policy = policy;
        this.sealer = sealer;
        this.admin = admin;
        this.decisions = decisions;
        this.metrics = metrics;
    }

    /// The routes, tried after all others.
    ///
    /// @param resources the store behind the plugin `resource`; without one there is no plugin
    /// @param decisions has every answer to a guest on record before it leaves
    public static RouteContribution of(
            Optional<ResourceStore> resources,
            GuestAuthorization guests,
            CurrentInitdata initdata,
            Grants grants,
            ResourcePolicy policy,
            JweSealer sealer,
            AdminGate admin,
            Decisions decisions,
            KbsMetrics metrics) {
        List<Plugin> plugins = resources.<Plugin>map(ResourcePlugin::new).stream().toList();
        PluginRoutes dispatch =
                new PluginRoutes(
                        plugins, guests, initdata, grants, policy, sealer, admin, decisions,
                        metrics);
        List<Route> routes = new ArrayList<>();
        for (Method method : Method.values()) {
            // Waits for the record of the decision.
            routes.add(
                    new Route(
                            method,
                            PathPattern.of("/kbs/v0/*"),
                            Workload.BLOCKING,
                            dispatch::handle));
        }
        return new RouteContribution("plugins", routes, List.of());
    }

    private Response handle(Request request) {
        Optional<Plugin> plugin = request.rest().stream().findFirst().map(plugins::get);
        if (plugin.isEmpty()) {
            return KbsError.of(
                            KbsError.Type.PLUGIN_NOT_FOUND, "plugin-not-found", "Plugin not found")
                    .response(request.id());
        }
        Optional<String> refusal = plugin.get().refusal(request);
        if (refusal.isPresent()) {
            return internal("path-malformed", refusal.get()).response(request.id());
        }
        return switch (plugin.get().access(request)) {
            case ADMIN ->
                    admin.kbs("resource", (r, who) -> forAdmin(plugin.get(), r, who))
                            .handle(request);
            case ATTESTED -> forGuest(plugin.get(), request);
        };
    }

    /// What administrators do is on record before it is done.
    private Response forAdmin(Plugin plugin, Request request, AdminIdentity who) {
        String deed = request.method() == Method.DELETE ? "delete" : "write";
        Facts facts =
                Facts.of(plugin.name() + "." + deed, who.name(), target(request))
                        .with("outcome", "requested")
                        .with(request);
        if (decisions.grant(facts) instanceof Decisions.Recorded.Off(Unrecorded why)) {
            return why.response(request, KbsError.Type.PLUGIN_INTERNAL_ERROR);
        }
        metrics.plugin(plugin.name(), request.method());
        return switch (plugin.handle(request)) {
            case Plugin.Reply.Done done -> Response.of(200, "text/xml", done.bytes());
            case Plugin.Reply.Missing() ->
                    internal("not-found", "Not found").response(request.id());
            case Plugin.Reply.Failed(String code, String detail) ->
                    internal(code, detail).response(request.id());
        };
    }

    private Response forGuest(Plugin plugin, Request request) {
        return switch (guests.authorize(request)) {
            case GuestAuthorization.Result.Refused(KbsError error) ->
                    answer(
                            request,
                            error,
                            STATUS_DENIED,
                            error.detail(),
                            decisions.denyStranger(
                                    denial(request, Facts.STRANGER, error, error.detail())));
            case GuestAuthorization.Result.Authorized guest ->
                    forAttested(plugin, new GuestCall(request, guest, initdata.of(guest.claims())));
        };
    }

    private Response forAttested(Plugin plugin, GuestCall call) {
        CurrentInitdata.Standing standing = call.standing();
        if (standing.revoked()) {
            return denied(
                    call,
                    KbsError.of(
                            KbsError.Type.POLICY_DENY,
                            "initdata-revoked",
                            "Access denied: the initdata was revoked"),
                    "revoked initdata: " + call.appraisal(),
                    "");
        }
        List<String> path = call.path();
        Granted granted = granted(plugin, path, standing);
        if (!granted.admits(standing.initdata())) {
            return denied(
                    call,
                    KbsError.of(
                            KbsError.Type.POLICY_DENY,
                            "not-granted",
                            "Access denied: the resource is granted to others"),
                    "granted to " + granted.names() + ", " + now(standing),
                    "");
        }
        ReleaseQuestion question =
                new ReleaseQuestion(
                        call.guest().claims(),
                        plugin.name(),
                        path,
                        call.request().query(),
                        standing.initdata(),
                        granted.toJson());
        ResourcePolicy.Judged judged = policy.judge(question);
        metrics.policy(judged.decision());
        return switch (judged.decision()) {
            case Decision.Allow() -> release(plugin, call, judged.digest());
            case Decision.Deny(String reason) ->
                    denied(
                            call,
                            KbsError.of(
                                    KbsError.Type.POLICY_DENY,
                                    "policy-deny",
                                    "Access denied by policy"),
                            reason + ": " + call.appraisal() + "; " + now(standing),
                            judged.digest());
            case Decision.Failed(String reason) ->
                    denied(
                            call,
                            KbsError.of(
                                    KbsError.Type.POLICY_ENGINE_ERROR,
                                    "policy-failed",
                                    "The resource policy could not be evaluated"),
                            reason,
                            judged.digest());
        };
    }

    private static String now(CurrentInitdata.Standing standing) {
        return "initdata is now "
                + standing.initdata().path("state").asText()
                + " "
                + standing.initdata().path("name").asText();
    }

    /// Grants are about the resources of one plugin.
    private Granted granted(Plugin plugin, List<String> path, CurrentInitdata.Standing standing) {
        return plugin.name().equals(ResourcePlugin.NAME)
                ? grants.of(path, standing.tee())
                : Granted.UNRESTRICTED;
    }

    private Response release(Plugin plugin, GuestCall call, String policyDigest) {
        metrics.plugin(plugin.name(), call.request().method());
        return switch (plugin.handle(call.request())) {
            case Plugin.Reply.Done done -> encrypted(call, done.bytes(), policyDigest);
            case Plugin.Reply.Missing() ->
                    denied(
                            call,
                            internal("resource-not-found", "There is no such resource"),
                            STATUS_MISSING,
                            "there is no such resource",
                            policyDigest);
            case Plugin.Reply.Failed(String code, String detail) ->
                    denied(call, internal(code, detail), detail, policyDigest);
        };
    }

    private Response encrypted(GuestCall call, byte[] secret, String policyDigest) {
        try {
            byte[] body = sealer.encrypt(call.guest().teeKey(), secret).toBytes();
            return released(call, body, policyDigest);
        } catch (JweException e) {
            return denied(
                    call,
                    KbsError.of(
                            KbsError.Type.JWE_ERROR,
                            "tee-key-unsupported",
                            "JWE error: " + e.reason()),
                    e.reason(),
                    policyDigest);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The last step before the secret leaves: that it does is on record.
    private Response released(GuestCall call, byte[] body, String policyDigest) {
        Request request = call.request();
        Facts facts =
                call.facts("release", "released")
                        .with("policy", RESOURCE_POLICY)
                        .with("policy-digest", policyDigest);
        return switch (decisions.grant(facts)) {
            case Decisions.Recorded.Off(Unrecorded why) ->
                    why.response(request, KbsError.Type.PLUGIN_INTERNAL_ERROR);
            case Decisions.Recorded.On(String id) -> {
                LOG.atInfo()
                        .addKeyValue("request", request.id())
                        .addKeyValue("decision", id)
                        .addKeyValue("path", request.path())
                        .addKeyValue("tee-key", call.guest().teeKey().thumbprint())
                        .addKeyValue("appraisal", call.appraisal())
                        .log("released");
                yield Response.of(200, "application/json", body)
                        .withHeader("Cache-Control", "no-store");
            }
        };
    }

    private static KbsError internal(String code, String detail) {
        return KbsError.of(
                KbsError.Type.PLUGIN_INTERNAL_ERROR, code, "Plugin internal error: " + detail);
    }

    private Response denied(GuestCall call, KbsError error, String reason, String policyDigest) {
        return denied(call, error, STATUS_DENIED, reason, policyDigest);
    }

    private Response denied(
            GuestCall call, KbsError error, int status, String reason, String policyDigest) {
        Facts facts =
                call.facts("deny", "denied")
                        .with("code", error.code())
                        .with("reason", reason)
                        .with("policy", policyDigest.isEmpty() ? "" : RESOURCE_POLICY)
                        .with("policy-digest", policyDigest);
        String decision = decisions.denyGuest(call.guest().teeKey().thumbprint(), facts);
        return answer(call.request(), error, status, reason, decision);
    }

    private static Facts denial(Request request, String actor, KbsError error, String reason) {
        return Facts.of(request.rest().getFirst() + ".deny", actor, target(request))
                .with("outcome", "denied")
                .with("code", error.code())
                .with("reason", reason)
                .with(request);
    }

    /// The path behind the plugin's name.
    static String target(Request request) {
        return String.join("/", request.rest().subList(1, request.rest().size()));
    }

    private static Response answer(
            Request request, KbsError error, int status, String reason, String decision) {
        LOG.atInfo()
                .addKeyValue("request", request.id())
                .addKeyValue("decision", decision)
                .addKeyValue("path", request.path())
                .addKeyValue("code", error.code())
                .log("not released: {}", reason);
        return error.decided(request.id(), status, decision);
    }
}
