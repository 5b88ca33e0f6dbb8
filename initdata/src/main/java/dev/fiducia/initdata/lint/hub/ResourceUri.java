package dev.fiducia.initdata.lint.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of a resource of the service: `kbs:///repository/type/tag`.
///
/// @param path `repository/type/tag`
record ResourceUri(String path) {

    private static final Pattern FORM =
            Pattern.compile("kbs:///([A-Za-z0-9._-]+/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)");

    static Optional<ResourceUri> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new ResourceUri(matcher.group(1)))
                : Optional.empty();
    }
}
