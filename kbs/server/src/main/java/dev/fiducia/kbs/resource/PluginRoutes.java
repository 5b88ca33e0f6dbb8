package dev.fiducia.kbs.resource;

import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.decision.Unrecorded;
import dev.fiducia.kbs.grant.Grants;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Method;
import dev.fiducia.kbs.http.PathPattern;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.kbs.jwe.JweSealer;
import dev.fiducia.kbs.metrics.KbsMetrics;
import dev.fiducia.kbs.policy.ResourcePolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Everything below `/kbs/v0/` that is no built-in name: plugins by their first segment. Whose path
/// is well-formed goes on as an administrator's call or as a guest's.
public final class PluginRoutes {
    static final int PREFIX_SEGMENTS = 3;

    private final Map<String, Plugin> plugins;
    private final GuestRelease guests;
    private final AdminGate admin;
    private final Decisions decisions;
    private final KbsMetrics metrics;

    private PluginRoutes(
            List<Plugin> plugins,
            GuestRelease guests,
            AdminGate admin,
            Decisions decisions,
            KbsMetrics metrics) {
        this.plugins = plugins.stream().collect(Collectors.toUnmodifiableMap(Plugin::name, p -> p));
        this.guests = guests;
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
                        plugins,
                        new GuestRelease(
                                guests, initdata, grants, policy, sealer, decisions, metrics),
                        admin,
                        decisions,
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
            return Plugin.error("path-malformed", refusal.get()).response(request.id());
        }
        return switch (plugin.get().access(request)) {
            case ADMIN ->
                    admin.kbs("resource", (r, who) -> forAdmin(plugin.get(), r, who))
                            .handle(request);
            case ATTESTED -> guests.answer(plugin.get(), request);
        };
    }

    /// What administrators do is on record before it is done.
    private Response forAdmin(Plugin plugin, Request request, AdminIdentity who) {
        String deed = request.method() == Method.DELETE ? "delete" : "write";
        Facts facts =
                Facts.of(plugin.name() + "." + deed, who.name(), Plugin.target(request))
                        .with("outcome", "requested")
                        .with(request);
        if (decisions.grant(facts) instanceof Decisions.Recorded.Off(Unrecorded why)) {
            return why.response(request, KbsError.Type.PLUGIN_INTERNAL_ERROR);
        }
        metrics.plugin(plugin.name(), request.method());
        return switch (plugin.handle(request)) {
            case Plugin.Reply.Done done -> Response.of(200, "text/xml", done.bytes());
            case Plugin.Reply.Missing() ->
                    Plugin.error("not-found", "Not found").response(request.id());
            case Plugin.Reply.Failed(String code, String detail) ->
                    Plugin.error(code, detail).response(request.id());
        };
    }
}
