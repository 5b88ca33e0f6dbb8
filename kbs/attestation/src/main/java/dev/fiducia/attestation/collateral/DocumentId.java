package dev.fiducia.attestation.collateral;

import java.util.Locale;
import java.util.regex.Pattern;

/// What a document of collateral is about, once and for all: whose, for what, of which kind. A
/// newer edition has the same id.
///
/// @param name parts with slashes between them, such as
///   `intel/46e403bd34f05a3f/tdx/tcb/50806F000000`
public record DocumentId(String name) {

    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9._-]{1,160}(/[A-Za-z0-9._-]{1,160}){1,7}");

    public DocumentId {
        if (!isId(name)) {
            throw new IllegalArgumentException("not the id of a document: " + name);
        }
    }

    /// Whether a text has the form of an id.
    public static boolean isId(String name) {
        return FORM.matcher(name).matches() && !name.contains("..");
    }

    /// The parts between the slashes.
    public String[] parts() {
        return name.split("/", -1);
    }

    /// What kind of document it is, for metrics and configuration: `tcb`, `qe`, `crl` or `vek`.
    public String kind() {
        String[] parts = parts();
        for (String part : parts) {
            switch (part.toLowerCase(Locale.ROOT)) {
                case "tcb", "qe", "crl", "vek" -> {
                    return part;
                }
                default -> {
                    // the next part
                }
            }
        }
        return "other";
    }

    @Override
    public String toString() {
        return name;
    }
}
