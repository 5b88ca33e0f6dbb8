package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.registry.DocumentIdentity;

import java.util.regex.Pattern;

/// Names under which documents are registered.
final class RevisionName {
    /// What to tell who sent another one.
    static final String FORM =
            "a name has 1 to 63 characters of a-z 0-9 . _ -, a letter or digit first, and does not"
                    + " begin with sha256-, which is for documents without a name";

    /// No colon and not 64 or more characters long, so that a name is never taken for a digest.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private static final String UNNAMED = "sha256-";
    private static final int DIGITS = 12;

    private RevisionName() {}

    static boolean isGood(String name) {
        return NAME.matcher(name).matches() && !name.startsWith(UNNAMED);
    }

    /// The name of a document that was registered without one.
    static String ofUnnamed(DocumentIdentity document) {
        return UNNAMED + document.id().substring(0, DIGITS);
    }
}
