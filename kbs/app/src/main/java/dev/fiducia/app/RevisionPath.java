package dev.fiducia.app;

import java.util.Locale;

/// Where the service has a registered document that somebody names: by id, digest or name, or as
/// `name/revision`.
final class RevisionPath {
    private static final String ROUTE = "/api/v1/initdata/";

    private RevisionPath() {}

    /// What of a document can be had alone.
    enum Piece {
        RAW,
        ANNOTATION,
        CLAIMS,
        DIGESTS,
        VALUES;

        String suffix() {
            return "/" + name().toLowerCase(Locale.ROOT);
        }
    }

    static String of(String reference) {
        int slash = reference.indexOf('/');
        return slash < 0
                ? ROUTE + AdminClient.encoded(reference)
                : ROUTE
                        + AdminClient.encoded(reference.substring(0, slash))
                        + "/revisions/"
                        + AdminClient.encoded(reference.substring(slash + 1));
    }
}
