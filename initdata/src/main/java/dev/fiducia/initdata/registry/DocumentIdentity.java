package dev.fiducia.initdata.registry;

import dev.fiducia.initdata.Digest;
import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataDocument;

/// Which document a revision is.
///
/// @param id hexadecimal SHA-256 of the bytes, whatever algorithm the document names
/// @param digest by the document's own algorithm: what the hardware shows
public record DocumentIdentity(String id, InitdataAlgorithm algorithm, Digest digest, int size) {
    private static final String PREFIX = "sha256:";

    public static DocumentIdentity of(InitdataDocument document) {
        return new DocumentIdentity(
                bare(document.id()), document.algorithm(), document.digest(), document.size());
    }

    /// The id without `sha256:` before it, if that is there.
    public static String bare(String id) {
        return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    }

    /// `sha256:` and the id.
    public String prefixedId() {
        return PREFIX + id;
    }
}
