package dev.fiducia.kbs.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All routes of the service, in the order in which they are tried: a feature's own routes come
/// before the catch-all of the plugins.
final class RouteTable {
    private static final String KBS_PREFIX = "/kbs/v0/";

    private final List<Route> routes;

    RouteTable(List<RouteContribution> contributions) {
        Map<String, Route> unique = new LinkedHashMap<>();
        for (RouteContribution contribution : contributions) {
            for (Route route : contribution.routes()) {
                if (unique.putIfAbsent(route.method() + " " + route.pattern(), route) != null) {
                    throw new IllegalArgumentException(
                            "two routes for %s %s".formatted(route.method(), route.pattern()));
                }
            }
        }
        this.routes = List.copyOf(unique.values());
    }

    /// Where a request goes, judged by its line alone.
    Arrival arrive(String methodName, String rawTarget) {
        Optional<RequestTarget> target = RequestTarget.parse(rawTarget);
        if (target.isEmpty()) {
            return new Arrival.Answered(Response.empty(404));
        }
        Optional<RequestPath> path = RequestPath.parse(target.get().path());
        if (path.isEmpty()) {
            return new Arrival.NotCanonical();
        }
        if (!spelledPlainly(path.get(), target.get().path())) {
            return new Arrival.Answered(Response.empty(404));
        }
        List<Candidate> candidates = candidates(path.get());
        if (candidates.isEmpty()) {
            return new Arrival.Answered(Response.empty(404));
        }
        Optional<Method> method = Method.of(methodName);
        Optional<Candidate> chosen =
                candidates.stream()
                        .filter(c -> method.filter(c.route.method()::equals).isPresent())
                        .findFirst();
        if (chosen.isEmpty()) {
            return new Arrival.Answered(
                    Response.empty(405).withHeader("Allow", allowed(candidates)));
        }
        Optional<Map<String, String>> query = target.get().parameters();
        if (query.isEmpty()) {
            return new Arrival.Answered(
                    Response.text(400, "Query deserialize error: malformed percent escape"));
        }
        return new Arrival.Accepted(
                chosen.get().route, chosen.get().match, path.get(), query.get());
    }

    private List<Candidate> candidates(RequestPath path) {
        List<Candidate> found = new ArrayList<>();
        for (Route route : routes) {
            route.pattern().match(path).ifPresent(match -> found.add(new Candidate(route, match)));
        }
        return found;
    }

    private static String allowed(List<Candidate> candidates) {
        return candidates.stream()
                .map(c -> c.route.method())
                .distinct()
                .sorted()
                .map(Method::name)
                .collect(Collectors.joining(", "));
    }

    /// The first two segments must stand there unescaped and without doubled slashes, so that a
    /// proxy in front that guards a prefix sees the same prefix. `/kbs/v0` without a slash behind
    /// is no route.
    private static boolean spelledPlainly(RequestPath path, String raw) {
        List<String> segments = path.segments();
        String prefix = "/" + String.join("/", segments.subList(0, Math.min(2, segments.size())));
        return raw.startsWith(prefix)
                && !raw.equals(KBS_PREFIX.substring(0, KBS_PREFIX.length() - 1));
    }

    private record Candidate(Route route, PathPattern.Match match) {}

    /// What a request line leads to.
    sealed interface Arrival {
        /// A handler, once the body is there.
        record Accepted(
                Route route, PathPattern.Match match, RequestPath path, Map<String, String> query)
                implements Arrival {}

        /// An answer that needs no handler.
        record Answered(Response response) implements Arrival {}

        /// A path that means different things to different readers.
        record NotCanonical() implements Arrival {}
    }
}
