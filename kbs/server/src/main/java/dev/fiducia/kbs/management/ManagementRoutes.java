package dev.fiducia.kbs.management;

import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

/// `GET /livez` and `GET /readyz`: 200, or 503 with the reason as text.
public final class ManagementRoutes {

    private ManagementRoutes() {}

    public static RouteContribution of(Health health) {
        return RouteContribution.of(
                "management",
                Route.get("/livez", Workload.CPU, _ -> live(health)),
                // Asks the store, which may take its time to be away.
                Route.get("/readyz", Workload.BLOCKING, _ -> ready(health)));
    }

    private static Response live(Health health) {
        return health.isAlive()
                ? Response.text(200, "alive\n")
                : Response.text(503, "an event loop stands still\n");
    }

    private static Response ready(Health health) {
        return health.unreadiness()
                .map(reason -> Response.text(503, reason + "\n"))
                .orElseGet(() -> Response.text(200, "ready\n"));
    }
}
