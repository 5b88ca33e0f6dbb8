package dev.fiducia.kbs.metrics;

import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.nio.charset.StandardCharsets;

/// `GET /metrics`.
public final class MetricsRoutes {

    private MetricsRoutes() {}

    public static RouteContribution of(Metrics metrics) {
        return RouteContribution.of(
                "metrics",
                Route.get(
                        "/metrics",
                        Workload.CPU,
                        _ ->
                                Response.of(
                                        200,
                                        Metrics.CONTENT_TYPE,
                                        metrics.scrape().getBytes(StandardCharsets.UTF_8))));
    }
}
