package dev.fiducia.kbs.resource;

import dev.fiducia.kbs.grant.Granted;
import dev.fiducia.kbs.grant.Grants;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Method;
import dev.fiducia.kbs.http.PathPattern;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.RouteHandler;
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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Everything below `/kbs/v0/` that is no built-in name: plugins by their first segment.
///
/// For a guest's call, in this order: path, token, revocation, grants, policy, the plugin's work,
/// encryption. Policy comes before the plugin so that a denied guest can't probe for what exists;
/// the TEE key is parsed with the token, so that nothing is done for a guest that nothing can be
/// encrypted to.
public final class PluginRoutes {
    static final int PREFIX_SEGMENTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(PluginRoutes.class);

    private final Map<String, Plugin> plugins;
    private final GuestAuthorization guests;
    private final CurrentInitdata initdata;
    private final Grants grants;
    private final ResourcePolicy policy;
    private final JweSealer sealer;
    private final UnaryOperator<RouteHandler> adminGate;
    private final KbsMetrics metrics;

    private PluginRoutes(
            List<Plugin> plugins,
            GuestAuthorization guests,
            CurrentInitdata initdata,
            Grants grants,
            ResourcePolicy policy,
            JweSealer sealer,
            UnaryOperator<RouteHandler> adminGate,
            KbsMetrics metrics) {
        this.plugins = plugins.stream().collect(Collectors.toUnmodifiableMap(Plugin::name, p -> p));
        this.guests = guests;
        this.initdata = initdata;
        this.grants = grants;
        this.policy = policy;
        this.sealer = sealer;
        this.adminGate = adminGate;
        this.metrics = metrics;
    }

    /// The routes, tried after all others.
    ///
    /// @param resources the store behind the plugin `resource`; without one there is no plugin
    /// @param adminGate puts the admin decision in front of a handler
    public static RouteContribution of(
            Optional<ResourceStore> resources,
            GuestAuthorization guests,
            CurrentInitdata initdata,
            Grants grants,
            ResourcePolicy policy,
            JweSealer sealer,
            UnaryOperator<RouteHandler> adminGate,
            KbsMetrics metrics) {
        List<Plugin> plugins = resources.<Plugin>map(ResourcePlugin::new).stream().toList();
        PluginRoutes dispatch =
                new PluginRoutes(
                        plugins, guests, initdata, grants, policy, sealer, adminGate, metrics);
        List<Route> routes = new ArrayList<>();
        for (Method method : Method.values()) {
            Workload workload = method == Method.GET ? Workload.CPU : Workload.BLOCKING;
            routes.add(new Route(method, PathPattern.of("/kbs/v0/*"), workload, dispatch::handle));
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
            case ADMIN -> adminGate.apply(r -> forAdmin(plugin.get(), r)).handle(request);
            case ATTESTED -> forGuest(plugin.get(), request);
        };
    }

    private Response forAdmin(Plugin plugin, Request request) {
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
            case GuestAuthorization.Result.Refused(KbsError error) -> denied(request, error, 401);
            case GuestAuthorization.Result.Authorized guest -> forAttested(plugin, request, guest);
        };
    }

    private Response forAttested(
            Plugin plugin, Request request, GuestAuthorization.Result.Authorized guest) {
        CurrentInitdata.Standing standing = initdata.of(guest.token().claims());
        if (standing.revoked()) {
            return denied(
                    request,
                    KbsError.of(
                            KbsError.Type.POLICY_DENY,
                            "initdata-revoked",
                            "Access denied: the initdata was revoked"),
                    "revoked initdata: " + AppraisalSummary.of(guest.token().claims()));
        }
        List<String> path = request.rest().subList(1, request.rest().size());
        Granted granted = granted(plugin, path, standing);
        if (!granted.admits(standing.initdata())) {
            return denied(
                    request,
                    KbsError.of(
                            KbsError.Type.POLICY_DENY,
                            "not-granted",
                            "Access denied: the resource is granted to others"),
                    "granted to " + granted.names() + ", " + now(standing));
        }
        ReleaseQuestion question =
                new ReleaseQuestion(
                        guest.token().claims(),
                        plugin.name(),
                        path,
                        request.query(),
                        standing.initdata(),
                        granted.toJson());
        Decision decision = policy.decide(question);
        metrics.policy(decision);
        return switch (decision) {
            case Decision.Allow() -> release(plugin, request, guest);
            case Decision.Deny(String reason) ->
                    denied(
                            request,
                            KbsError.of(
                                    KbsError.Type.POLICY_DENY,
                                    "policy-deny",
                                    "Access denied by policy"),
                            reason
                                    + ": "
                                    + AppraisalSummary.of(guest.token().claims())
                                    + "; "
                                    + now(standing));
            case Decision.Failed(String reason) ->
                    denied(
                            request,
                            KbsError.of(
                                    KbsError.Type.POLICY_ENGINE_ERROR,
                                    "policy-failed",
                                    "The resource policy could not be evaluated"),
                            reason);
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

    private Response release(
            Plugin plugin, Request request, GuestAuthorization.Result.Authorized guest) {
        metrics.plugin(plugin.name(), request.method());
        return switch (plugin.handle(request)) {
            case Plugin.Reply.Done done -> encrypted(request, guest, done.bytes());
            case Plugin.Reply.Missing() ->
                    denied(
                            request,
                            internal("resource-not-found", "There is no such resource"),
                            404);
            case Plugin.Reply.Failed(String code, String detail) ->
                    denied(request, internal(code, detail), 401);
        };
    }

    private Response encrypted(
            Request request, GuestAuthorization.Result.Authorized guest, byte[] secret) {
        try {
            byte[] body = sealer.encrypt(guest.teeKey(), secret).toBytes();
            LOG.atInfo()
                    .addKeyValue("request", request.id())
                    .addKeyValue("path", request.path())
                    .addKeyValue("tee-key", guest.teeKey().thumbprint())
                    .addKeyValue("appraisal", AppraisalSummary.of(guest.token().claims()))
                    .log("released");
            return Response.of(200, "application/json", body)
                    .withHeader("Cache-Control", "no-store");
        } catch (JweException e) {
            return denied(
                    request,
                    KbsError.of(
                            KbsError.Type.JWE_ERROR,
                            "tee-key-unsupported",
                            "JWE error: " + e.reason()),
                    401);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static KbsError internal(String code, String detail) {
        return KbsError.of(
                KbsError.Type.PLUGIN_INTERNAL_ERROR, code, "Plugin internal error: " + detail);
    }

    private static Response denied(Request request, KbsError error, int status) {
        log(request, error, error.detail());
        return error.response(request.id(), status);
    }

    private static Response denied(Request request, KbsError error, String reason) {
        log(request, error, reason);
        return error.response(request.id());
    }

    private static void log(Request request, KbsError error, String reason) {
        LOG.atInfo()
                .addKeyValue("request", request.id())
                .addKeyValue("path", request.path())
                .addKeyValue("code", error.code())
                .log("not released: {}", reason);
    }
}
