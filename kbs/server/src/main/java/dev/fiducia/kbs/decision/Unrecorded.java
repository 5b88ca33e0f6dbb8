package dev.fiducia.kbs.decision;

import dev.fiducia.ha.audit.Recording;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Problem;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;

/// A decision is not on record, so that it has no consequence. The asker is told that, and nothing
/// of why: the log of the operator says.
///
/// @param code `audit-overloaded`, or `audit-unavailable`
public record Unrecorded(String code) {
    private static final int STATUS = 503;
    private static final String DETAIL =
            "The decision can't be put on record, so nothing is released or changed; try again";

    static Unrecorded of(Recording.Reason reason) {
        return new Unrecorded(
                switch (reason) {
                    case OVERLOADED -> "audit-overloaded";
                    case UNAVAILABLE, SINK, CLOSED -> "audit-unavailable";
                });
    }

    /// True for the codes of these.
    public static boolean isCode(String code) {
        return code.equals("audit-overloaded") || code.equals("audit-unavailable");
    }

    /// As guests are told.
    public Response response(Request request, KbsError.Type type) {
        return KbsError.retryable(type, code, DETAIL)
                .response(request.id(), STATUS)
                .withHeader("Retry-After", "1");
    }

    /// As users of our own API are told.
    public Response problem(Request request) {
        return new Problem(STATUS, code, "Not on record", DETAIL)
                .response(request.id())
                .withHeader("Retry-After", "1");
    }

    /// One sentence for a person.
    public String detail() {
        return DETAIL;
    }
}
