package dev.fiducia.guest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a guest asks for: `kbs[+<plugin>]://[host]/<path>[?query]`. The host is ignored, as real
/// clients do: they always ask the service that they are configured with.
///
/// @param plugin `resource` unless named
/// @param path one or more segments, without a slash in front
/// @param query with its question mark, or empty
public record ResourceUri(String plugin, String path, String query) {

    private static final Pattern URI =
            Pattern.compile("kbs(?:\\+([a-z0-9-]+))?://[^/?#]*/([^?#]+)(\\?[^#]*)?");
    private static final Pattern THREE = Pattern.compile("[^/?#]+/[^/?#]+/[^/?#]+");

    /// Reads a URI, or a bare `<repository>/<type>/<tag>`.
    public static ResourceUri parse(String text) throws GuestException {
        if (THREE.matcher(text).matches()) {
            return new ResourceUri("resource", text, "");
        }
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            throw refused(text);
        }
        String plugin = uri.group(1) == null ? "resource" : uri.group(1);
        String path = uri.group(2);
        if (plugin.equals("resource") && !THREE.matcher(path).matches()) {
            throw refused(text);
        }
        return new ResourceUri(plugin, path, uri.group(3) == null ? "" : uri.group(3));
    }

    String target() {
        return "/" + plugin + "/" + path + query;
    }

    private static GuestException refused(String text) {
        return new GuestException(
                GuestFailure.USAGE,
                "not a resource: "
                        + text
                        + " (write repository/type/tag or kbs:///repository/type/tag)");
    }

    @Override
    public String toString() {
        return "kbs" + (plugin.equals("resource") ? "" : "+" + plugin) + ":///" + path + query;
    }
}
