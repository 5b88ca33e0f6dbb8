package dev.fiducia.initdata.lint;

import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.Place;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// A member of `[data]`: a file inside the document. Knows where its text stands in the document.
public final class Member {

    private final String name;
    private final String text;
    private final TextLines lines;
    private final Optional<Place> key;
    private final TextLines document;
    private final @Nullable TomlString source;

    Member(
            String name,
            String text,
            Optional<Place> key,
            TextLines document,
            @Nullable TomlString source) {
        this.name = name;
        this.text = text;
        this.lines = new TextLines(text);
        this.key = key;
        this.document = document;
        this.source = source;
    }

    /// The key below `[data]`, such as `policy.rego`.
    public String name() {
        return name;
    }

    /// The value, as TOML reads it.
    public String text() {
        return text;
    }

    /// The lines of the value.
    public TextLines lines() {
        return lines;
    }

    /// Whether an offset of the document, in characters, is inside of the text as it is written.
    public boolean spans(int documentOffset) {
        return source != null
                && documentOffset >= source.sourceOffset(0)
                && documentOffset < source.sourceOffset(text.length());
    }

    /// All of it: the place of its key.
    public Location location() {
        return new Location(Names.shown(name), "", Optional.empty(), key);
    }

    /// Something at an offset of the text, in characters.
    ///
    /// @param path the keys down to it inside the file; empty where there are none
    public Location location(String path, int offset) {
        Optional<Place> inDocument =
                source == null ? key : Optional.of(document.place(source.sourceOffset(offset)));
        return new Location(Names.shown(name), path, Optional.of(lines.place(offset)), inDocument);
    }

    /// Something at a place of the text.
    ///
    /// @param path the keys down to it inside the file; empty where there are none
    public Location location(String path, Place inFile) {
        Location found = location(path, lines.offset(inFile));
        return new Location(found.file(), path, Optional.of(inFile), found.inDocument());
    }
}
