package dev.fiducia.kbs.http;

import java.util.List;

/// What one feature brings to the service: its routes, and what has to be closed with it, in order.
public record RouteContribution(
        String feature, List<Route> routes, List<AutoCloseable> closeables) {
    public RouteContribution {
        routes = List.copyOf(routes);
        closeables = List.copyOf(closeables);
    }

    public static RouteContribution of(String feature, Route... routes) {
        return new RouteContribution(feature, List.of(routes), List.of());
    }
}
