package dev.fiducia.kbs.http;

/// Answers one request, synchronously. Runs on the pool that its route names, so it may take CPU
/// time or block as that pool allows; it knows nothing of event loops and futures.
///
/// An exception is a bug: the caller gets a generic error with the request's id, the log gets the
/// cause.
@FunctionalInterface
public interface RouteHandler {
    Response handle(Request request);
}
