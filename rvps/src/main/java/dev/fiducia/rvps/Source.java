package dev.fiducia.rvps;

import java.util.regex.Pattern;

/// Who vouches for a contribution to a reference value.
///
/// @param name lower case letters, digits and `:._-`, at most 200, a letter or digit first
public record Source(String name) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9:._-]{0,199}");

    /// The administrators, by way of the KBS API.
    public static final Source API = new Source("kbs-api");

    public Source {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("a source is named [a-z0-9][a-z0-9:._-]{0,199}");
        }
    }

    /// A registered initdata document.
    ///
    /// @param digest its digest, in lower case, with or without the algorithm in front
    public static Source initdata(String digest) {
        return new Source("initdata:" + digest);
    }

    @Override
    public String toString() {
        return name;
    }
}
