package dev.fiducia.ha.store;

import java.util.regex.Pattern;

/// The name of a family of records. The module that owns the data defines the constant.
///
/// @param name lower case letters, digits, `_` and `-`, at most 64, a letter first
public record Namespace(String name) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    public Namespace {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("a namespace is named [a-z][a-z0-9_-]{0,63}");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
