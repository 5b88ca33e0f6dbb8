package dev.fiducia.kbs.http;

/// One method on one path pattern. See [PathPattern] for the pattern's form.
public record Route(Method method, PathPattern pattern, Workload workload, RouteHandler handler) {

    public static Route get(String pattern, Workload workload, RouteHandler handler) {
        return new Route(Method.GET, PathPattern.of(pattern), workload, handler);
    }

    public static Route post(String pattern, Workload workload, RouteHandler handler) {
        return new Route(Method.POST, PathPattern.of(pattern), workload, handler);
    }

    public static Route put(String pattern, Workload workload, RouteHandler handler) {
        return new Route(Method.PUT, PathPattern.of(pattern), workload, handler);
    }

    public static Route delete(String pattern, Workload workload, RouteHandler handler) {
        return new Route(Method.DELETE, PathPattern.of(pattern), workload, handler);
    }
}
