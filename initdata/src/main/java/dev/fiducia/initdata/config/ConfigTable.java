package dev.fiducia.initdata.config;

import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.config.ConfigProblem.Kind;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One table of a file: hands out the values that its reader knows, and in the end tells which keys
/// nobody asked for. Converts as the guests' configuration library does.
final class ConfigTable {

    private final ConfigReader reader;
    private final TomlTable table;
    private final String path;
    private final Place place;
    private final Set<String> asked = new LinkedHashSet<>();

    ConfigTable(ConfigReader reader, TomlTable table, String path, Place place) {
        this.reader = reader;
        this.table = table;
        this.path = path;
        this.place = place;
    }

    Place place() {
        return place;
    }

    /// A string; numbers and truth values count as what they look like.
    Optional<Located<String>> text(String key) {
        Object value = ask(key);
        return switch (value) {
            case null -> Optional.empty();
            case String text -> Optional.of(located(key, text));
            case Long _, Double _, Boolean _ -> {
                converted(key, "a string");
                yield Optional.of(located(key, value.toString()));
            }
            default -> {
                wrongType(key, "a string");
                yield Optional.empty();
            }
        };
    }

    /// A string that the file's reader can't do without.
    Optional<Located<String>> requiredText(String key) {
        Optional<Located<String>> text = text(key);
        if (!has(key)) {
            reader.report(
                    Kind.MISSING,
                    pathOf(key),
                    place,
                    pathOf(key) + " is missing: the component does not start without it",
                    "add " + key + " to [" + path + "]");
        }
        return text;
    }

    /// A truth value; words and numbers count as the guests' configuration library takes them.
    Optional<Located<Boolean>> flag(String key) {
        Object value = ask(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean truth) {
            return Optional.of(located(key, truth));
        }
        Optional<Boolean> truth = truth(value);
        if (truth.isPresent()) {
            converted(key, "true or false");
        } else {
            wrongType(key, "true or false");
        }
        return truth.map(is -> located(key, is));
    }

    /// A whole number that is not negative.
    Optional<Located<Long>> number(String key) {
        Object value = ask(key);
        if (value instanceof Long number && number >= 0) {
            return Optional.of(located(key, number));
        }
        if (value != null) {
            wrongType(key, "a whole number, zero or more");
        }
        return Optional.empty();
    }

    /// The strings of an array.
    List<Located<String>> texts(String key) {
        List<Located<String>> texts = new ArrayList<>();
        TomlArray array = array(key);
        if (array != null) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof String text) {
                    Place at = ConfigReader.place(array.inputPositionOf(i), placeOf(key));
                    texts.add(new Located<>(text, pathOf(key) + "[" + i + "]", at));
                } else {
                    wrongType(key, "an array of strings");
                }
            }
        }
        return texts;
    }

    /// The tables of an array.
    List<ConfigTable> tables(String key) {
        List<ConfigTable> tables = new ArrayList<>();
        TomlArray array = array(key);
        if (array != null) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof TomlTable element) {
                    Place at = ConfigReader.place(array.inputPositionOf(i), placeOf(key));
                    String name = pathOf(key) + "[" + i + "]";
                    tables.add(new ConfigTable(reader, element, name, at));
                } else {
                    wrongType(key, "an array of tables");
                }
            }
        }
        return tables;
    }

    /// A table below this one.
    Optional<ConfigTable> table(String key) {
        Object value = ask(key);
        if (value instanceof TomlTable inner) {
            return Optional.of(new ConfigTable(reader, inner, pathOf(key), placeOf(key)));
        }
        if (value != null) {
            wrongType(key, "a table");
        }
        return Optional.empty();
    }

    /// Reports that a table is missing which the file's reader can't do without.
    void missingTable(String key, String fix) {
        reader.report(
                Kind.MISSING,
                pathOf(key),
                place,
                "[" + pathOf(key) + "] is missing: the component does not start without it",
                fix);
    }

    boolean has(String key) {
        return table.get(List.of(key)) != null;
    }

    /// Reports a value that is of the right type and still can't be.
    void wrong(String key, String message, String fix) {
        reader.report(Kind.WRONG_TYPE, pathOf(key), placeOf(key), message, fix);
    }

    /// Reports every key that was not asked for.
    void finish() {
        for (String key : table.keySet()) {
            if (!asked.contains(key)) {
                reader.unknown(key, pathOf(key), placeOf(key), !path.isEmpty(), asked);
            }
        }
    }

    private @Nullable Object ask(String key) {
        asked.add(key);
        return table.get(List.of(key));
    }

    private @Nullable TomlArray array(String key) {
        Object value = ask(key);
        if (value != null && !(value instanceof TomlArray)) {
            wrongType(key, "an array");
        }
        return value instanceof TomlArray array ? array : null;
    }

    private static Optional<Boolean> truth(Object value) {
        return switch (value) {
            case Long number -> Optional.of(number != 0);
            case Double number -> Optional.of(number != 0);
            case String text ->
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "1", "true", "on", "yes" -> Optional.of(true);
                        case "0", "false", "off", "no" -> Optional.of(false);
                        default -> Optional.empty();
                    };
            default -> Optional.empty();
        };
    }

    private <T> Located<T> located(String key, T value) {
        return new Located<>(value, pathOf(key), placeOf(key));
    }

    private String pathOf(String key) {
        String shown = Names.shown(key);
        return path.isEmpty() ? shown : path + "." + shown;
    }

    private Place placeOf(String key) {
        return ConfigReader.place(table.inputPositionOf(List.of(key)), place);
    }

    private void converted(String key, String expected) {
        reader.report(
                Kind.CONVERTED,
                pathOf(key),
                placeOf(key),
                pathOf(key) + " should be " + expected + ": it is converted",
                "write it as " + expected);
    }

    private void wrongType(String key, String expected) {
        wrong(
                key,
                pathOf(key) + " must be " + expected + ": the component does not start with this",
                "write " + expected);
    }
}
