package dev.fiducia.kbs.http;

import dev.fiducia.ha.store.StoreException;

/// The answers that no handler gives: overload, an unavailable store, a bug, a path that isn't
/// canonical. Each in the form that the caller of that path understands: the protocol's error for
/// guests, a problem for `/api/v1`.
final class Failures {
    private static final String RETRY_SECONDS = "1";

    private Failures() {}

    static Response overloaded(String path, String requestId) {
        Response response =
                isApi(path)
                        ? new Problem(
                                        503,
                                        "overloaded",
                                        "Overloaded",
                                        "Too many requests are waiting; try again")
                                .response(requestId)
                        : KbsError.retryable(
                                        type(path),
                                        "overloaded",
                                        "Too many requests are waiting; try again")
                                .response(requestId);
        return response.withHeader("Retry-After", RETRY_SECONDS);
    }

    static Response thrown(String path, String requestId, Throwable cause) {
        if (cause instanceof StoreException) {
            String detail = "The store is unavailable; the server's log has the reason";
            return isApi(path)
                    ? new Problem(503, "store-unavailable", "Store unavailable", detail)
                            .response(requestId)
                    : KbsError.retryable(type(path), "store-unavailable", detail)
                            .response(requestId);
        }
        String detail = "Internal error; the server's log has the reason under this request's id";
        return isApi(path)
                ? new Problem(500, "internal-error", "Internal error", detail).response(requestId)
                : KbsError.of(type(path), "internal-error", detail).response(requestId);
    }

    static Response notCanonical(String path, String requestId) {
        String detail = "The path is not in canonical form";
        return isApi(path)
                ? new Problem(400, "path-not-canonical", "Bad path", detail).response(requestId)
                : KbsError.of(KbsError.Type.INVALID_REQUEST_PATH, "path-not-canonical", detail)
                        .response(requestId);
    }

    private static boolean isApi(String path) {
        return path.startsWith("/api/");
    }

    private static KbsError.Type type(String path) {
        return path.startsWith("/kbs/v0/auth") || path.startsWith("/kbs/v0/attest")
                ? KbsError.Type.ATTESTATION_ERROR
                : KbsError.Type.PLUGIN_INTERNAL_ERROR;
    }
}
