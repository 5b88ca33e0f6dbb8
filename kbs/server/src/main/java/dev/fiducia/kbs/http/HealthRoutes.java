package dev.fiducia.kbs.http;

/// `GET /healthz`: the process answers. It says nothing about the store, because a probe that fails
/// with the store would restart replicas that can't help it.
public final class HealthRoutes {

    private HealthRoutes() {}

    public static RouteContribution contribution() {
        return RouteContribution.of(
                "health", Route.get("/healthz", Workload.CPU, _ -> Response.empty(200)));
    }
}
