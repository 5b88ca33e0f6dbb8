package dev.fiducia.kbs.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request as a handler sees it: bounded, with its path in canonical form.
public final class Request {
    private final String id;
    private final Method method;
    private final RequestPath path;
    private final String target;
    private final Map<String, String> query;
    private final Headers headers;
    private final byte[] body;
    private final PathPattern.Match match;
    private final Optional<String> client;

    public Request(
            String id,
            Method method,
            RequestPath path,
            String target,
            Map<String, String> query,
            Headers headers,
            byte[] body) {
        this(
                id,
                method,
                path,
                target,
                query,
                headers,
                body,
                new PathPattern.Match(Map.of(), List.of()),
                Optional.empty());
    }

    private Request(
            String id,
            Method method,
            RequestPath path,
            String target,
            Map<String, String> query,
            Headers headers,
            byte[] body,
            PathPattern.Match match,
            Optional<String> client) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.target = target;
        this.query = Map.copyOf(query);
        this.headers = headers;
        this.body = body;
        this.match = match;
        this.client = client;
    }

    /// Names this request in logs and in error bodies.
    public String id() {
        return id;
    }

    public Method method() {
        return method;
    }

    /// The decoded, canonical path: what authorisation and policy are to judge.
    public RequestPath path() {
        return path;
    }

    /// The request target as sent, query included. For display; never judge by it.
    public String target() {
        return target;
    }

    /// The query's parameters; of several with one name the last counts.
    public Map<String, String> query() {
        return query;
    }

    public Headers headers() {
        return headers;
    }

    /// The body's bytes, within the limit of the service. Not copied: handlers only read it.
    public byte[] body() {
        return body;
    }

    /// The segment that the route's pattern calls `{name}`.
    public String parameter(String name) {
        return Optional.ofNullable(match.values().get(name))
                .orElseThrow(
                        () -> new IllegalArgumentException("no {" + name + "} in the pattern"));
    }

    /// The segments that the `*` at the end of the route's pattern stands for.
    public List<String> rest() {
        return match.rest();
    }

    /// This request as a route sees it that it fits.
    Request matched(PathPattern.Match found) {
        return new Request(id, method, path, target, query, headers, body, found, client);
    }

    /// This request as sent from an address.
    Request from(String address) {
        return new Request(
                id, method, path, target, query, headers, body, match, Optional.of(address));
    }

    /// The address of the other end of the connection: the guest, or what stands between.
    public Optional<String> client() {
        return client;
    }

    @Override
    public String toString() {
        return method + " " + path + " [" + id + "]";
    }
}
