package dev.fiducia.initdata.config;

import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.TomlText;
import dev.fiducia.initdata.config.ConfigProblem.Kind;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads one file and collects what is wrong with it. Bounded: past a number of problems the rest
/// is not told.
final class ConfigReader {

    static final Place START = new Place(1, 1);

    private static final int MOST_PROBLEMS = 200;

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Set<String> topLevel;

    private ConfigReader(Set<String> topLevel) {
        this.topLevel = topLevel;
    }

    /// Reads a file.
    ///
    /// @param topLevel the keys that the file may have above all tables
    static <T> Loaded<T> load(String text, Set<String> topLevel, Function<ConfigTable, T> read) {
        ConfigReader reader = new ConfigReader(topLevel);
        try {
            TomlTable table = TomlText.parse(text);
            T config = read.apply(new ConfigTable(reader, table, "", START));
            return new Loaded<>(Optional.of(config), reader.problems);
        } catch (InitdataException e) {
            reader.report(
                    Kind.NOT_TOML,
                    "",
                    e.place().orElse(START),
                    "the file is not TOML: " + e.getMessage(),
                    "mend the syntax: the component that reads the file does not start without");
            return new Loaded<>(Optional.empty(), reader.problems);
        }
    }

    void report(Kind kind, String path, Place place, String message, String fix) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new ConfigProblem(kind, path, place, message, fix));
        }
    }

    void unknown(String key, String path, Place place, boolean inTable, Set<String> known) {
        Optional<String> meant = Spelling.nearest(key, known);
        String shown = Names.shown(key);
        if (inTable && topLevel.contains(key)) {
            report(
                    Kind.UNKNOWN,
                    path,
                    place,
                    shown
                            + " belongs above the first [table]: here it is part of a table, and ignored",
                    "move the line above all [tables]");
        } else {
            report(
                    Kind.UNKNOWN,
                    path,
                    place,
                    "unknown key " + shown + ", which is ignored without a word",
                    meant.map(name -> "did you mean " + name + "?")
                            .orElse("remove it, or check its spelling and table"));
        }
    }

    static Place place(@Nullable TomlPosition position, Place otherwise) {
        return position == null ? otherwise : TomlText.place(position);
    }
}
