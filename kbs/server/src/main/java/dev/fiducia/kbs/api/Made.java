package dev.fiducia.kbs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.kbs.http.Response;

import java.util.Optional;

/// What became of a change.
///
/// @param result what it was made to, as it is now
/// @param effect what it took
/// @param version of the record; empty where it is gone, or would only have been made
public record Made<T>(T result, Effect effect, Optional<Long> version) {

    /// What it took.
    public enum Effect {
        /// It was made, or on a dry run would have been.
        CHANGED,
        /// It was so already.
        UNCHANGED,
        /// The same request did it before.
        REPLAYED
    }

    /// Whether it was not so before.
    public boolean isChanged() {
        return effect == Effect.CHANGED;
    }

    /// The answer to a change, with what a repeated or conditional request needs to know.
    public Response response(int status, ObjectNode view, Terms terms) {
        return headed(
                terms.dryRun()
                        ? Response.json(200, view.put("dry_run", true))
                        : Response.json(status, view),
                terms);
    }

    /// The same where there is nothing to show.
    public Response response(Terms terms) {
        return headed(Response.empty(204), terms);
    }

    private Response headed(Response response, Terms terms) {
        if (terms.dryRun()) {
            return response;
        }
        Response tagged =
                version.map(EntityTag::of)
                        .map(tag -> response.withHeader("ETag", tag))
                        .orElse(response);
        return effect == Effect.REPLAYED
                ? tagged.withHeader("Idempotency-Replayed", "true")
                : tagged;
    }
}
