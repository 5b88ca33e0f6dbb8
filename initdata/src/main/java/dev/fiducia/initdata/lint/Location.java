package dev.fiducia.initdata.lint;

import dev.fiducia.initdata.Place;

import java.util.Optional;

/// What in a document a finding is about.
///
/// @param file the member of `[data]`, such as `aa.toml`; empty for the document itself
/// @param path the keys down to it inside that file, joined by dots; empty for all of it
/// @param inFile line and column inside the member's text, when a place can be told
/// @param inDocument line and column in the document as submitted, when a place can be told
public record Location(
        String file, String path, Optional<Place> inFile, Optional<Place> inDocument) {

    /// The document as a whole.
    public static final Location DOCUMENT =
            new Location("", "", Optional.empty(), Optional.empty());

    /// A key of the document itself.
    public static Location ofDocument(String path, Optional<Place> place) {
        return new Location("", path, Optional.empty(), place);
    }

    /// The keys from the top of the document: `data.aa.toml.token_configs.kbs.url`.
    public String fullPath() {
        if (file.isEmpty()) {
            return path;
        }
        return "data." + file + (path.isEmpty() ? "" : "." + path);
    }

    /// The same place, said to be about other keys.
    public Location at(String otherPath) {
        return new Location(file, otherPath, inFile, inDocument);
    }
}
