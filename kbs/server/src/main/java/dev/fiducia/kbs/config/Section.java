package dev.fiducia.kbs.config;

import dev.fiducia.kbs.config.ConfigProblem.Code;

import org.jspecify.annotations.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// One table while it is read. Each method that asks for a key makes the key known; a value of
/// another type is a problem, and the default is given so that reading goes on and finds the rest.
final class Section {
    private final ConfigReader reader;
    private final String path;
    private final String shownPath;
    private final Tree.Table table;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(ConfigReader reader, String path, String shownPath, Tree.Table table) {
        this.reader = reader;
        this.path = path;
        this.shownPath = shownPath;
        this.table = table;
    }

    Optional<String> text(String key) {
        return text(key, "none");
    }

    String textOr(String key, String fallback) {
        return text(key, '"' + fallback + '"').orElse(fallback);
    }

    /// A string that may be absent; `shown` is how the documentation writes its default.
    Optional<String> text(String key, String shown) {
        return switch (ask(key, shown)) {
            case null -> Optional.empty();
            case Tree.Text t when t.value().isEmpty() -> {
                problem(Code.BAD_VALUE, key, "must not be empty");
                yield Optional.empty();
            }
            case Tree.Text t -> Optional.of(t.value());
            case Tree other -> wrongType(key, "a string", other);
        };
    }

    /// A path that may be absent.
    Optional<Path> file(String key) {
        return file(key, "none");
    }

    Optional<Path> file(String key, String shown) {
        return text(key, shown).flatMap(text -> toPath(key, text));
    }

    List<Path> files(String key) {
        return texts(key).stream().flatMap(text -> toPath(key, text).stream()).toList();
    }

    private Optional<Path> toPath(String key, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            problem(Code.BAD_VALUE, key, "is no path of this system: " + e.getReason());
            return Optional.empty();
        }
    }

    boolean truth(String key, boolean fallback) {
        return switch (ask(key, String.valueOf(fallback))) {
            case null -> fallback;
            case Tree.Truth t -> t.value();
            case Tree other ->
                    this.<Boolean>wrongType(key, "true or false", other).orElse(fallback);
        };
    }

    int whole(String key, int fallback, int min, int max) {
        return (int) whole(key, String.valueOf(fallback), min, max).orElse(fallback);
    }

    OptionalLong whole(String key, String shown, int min, int max) {
        Tree value = ask(key, shown);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!(value instanceof Tree.Whole whole)) {
            wrongType(key, "an integer", value);
            return OptionalLong.empty();
        }
        if (whole.value() < min || whole.value() > max) {
            problem(
                    Code.BAD_VALUE,
                    key,
                    "must be from " + min + " to " + max + ", is " + whole.value());
            return OptionalLong.empty();
        }
        return OptionalLong.of(whole.value());
    }

    List<String> texts(String key) {
        return texts(key, "[]").orElse(List.of());
    }

    Optional<List<String>> texts(String key, String shown) {
        return switch (ask(key, shown)) {
            case null -> Optional.empty();
            case Tree.Array array -> {
                List<String> texts = new ArrayList<>();
                for (Tree item : array.items()) {
                    if (item instanceof Tree.Text t && !t.value().isEmpty()) {
                        texts.add(t.value());
                    } else {
                        problem(Code.WRONG_TYPE, item.place(), key, "expected non-empty strings");
                    }
                }
                yield Optional.of(List.copyOf(texts));
            }
            case Tree other -> wrongType(key, "an array of strings", other);
        };
    }

    /// Addresses to listen on, each `ip:port`; those that are none are problems.
    Optional<List<ListenAddress>> addresses(String key, String shown) {
        return texts(key, shown)
                .map(texts -> {
                    List<ListenAddress> addresses = new ArrayList<>();
                    for (String text : texts) {
                        try {
                            addresses.add(ListenAddress.parse(text));
                        } catch (IllegalArgumentException e) {
                            problem(Code.BAD_VALUE, key, String.valueOf(e.getMessage()));
                        }
                    }
                    return addresses;
                });
    }

    /// One of the given words, whose values may repeat (aliases).
    <E> Optional<E> choice(String key, Map<String, E> words, String shown) {
        return text(key, shown)
                .flatMap(word -> {
                    E value = words.get(word);
                    if (value == null) {
                        refuseWord(key, word, words.keySet());
                    }
                    return Optional.ofNullable(value);
                });
    }

    private void refuseWord(String key, String word, Set<String> words) {
        ConfigProblem problem =
                ConfigProblem.of(
                        Code.BAD_VALUE,
                        place(key),
                        "%s: unknown value \"%s\"; one of %s"
                                .formatted(shown(key), word, String.join(", ", words)));
        reader.problem(
                NearestWord.to(word, words)
                        .map(near -> problem.withHint("did you mean \"" + near + "\"?"))
                        .orElse(problem));
    }

    /// The table of this name, empty where it is absent.
    Section table(String key) {
        Tree value = ask(key, "");
        if (value != null && !(value instanceof Tree.Table)) {
            wrongType(key, "a table", value);
        }
        Tree.Table inner =
                value instanceof Tree.Table t ? t : new Tree.Table(table.place(), Map.of());
        return reader.open(path(key), shown(key), inner);
    }

    /// The array of tables of this name; empty where it is absent.
    List<Section> tables(String key) {
        Tree value = ask(key, "");
        List<Section> sections = new ArrayList<>();
        if (value instanceof Tree.Array array) {
            for (Tree item : array.items()) {
                if (item instanceof Tree.Table inner) {
                    String shown = shown(key) + "[" + sections.size() + "]";
                    sections.add(reader.open(path(key), shown, inner));
                } else {
                    problem(Code.WRONG_TYPE, item.place(), key, "expected tables");
                }
            }
        } else if (value != null) {
            wrongType(key, "an array of tables", value);
        }
        return sections;
    }

    /// Keys that Trustee has and this service has not built yet: never ignored.
    void unsupported(String reason, Collection<String> keys) {
        for (String key : keys) {
            if (ask(key, "unsupported") != null) {
                problem(Code.UNSUPPORTED, key, reason);
            }
        }
    }

    /// Keys of something that was refused already: known, and not worth a second problem.
    void passOver(Collection<String> keys) {
        keys.forEach(key -> ask(key, "unsupported"));
    }

    boolean has(String key) {
        return table.members().containsKey(key);
    }

    boolean isEmptyArray(String key) {
        return table.members().get(key) instanceof Tree.Array array && array.items().isEmpty();
    }

    void problem(Code code, String key, String message) {
        problem(code, place(key), key, message);
    }

    void note(String sentence) {
        reader.note(sentence);
    }

    Place place(String key) {
        Tree value = table.members().get(key);
        return value == null ? table.place() : value.place();
    }

    Place place() {
        return table.place();
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    String shown(String key) {
        return shownPath.isEmpty() ? key : shownPath + "." + key;
    }

    Set<String> knownKeys() {
        return reader.known().keySet().stream()
                .filter(k -> k.startsWith(path.isEmpty() ? "" : path + "."))
                .map(k -> path.isEmpty() ? k : k.substring(path.length() + 1))
                .filter(k -> k.indexOf('.') < 0)
                .collect(Collectors.toSet());
    }

    void reportUnknown() {
        table.members().keySet().stream()
                .filter(key -> !asked.contains(key))
                .forEach(key -> {
                    var problem =
                            ConfigProblem.of(
                                    Code.UNKNOWN_KEY, place(key), "unknown key " + shown(key));
                    reader.problem(
                            reader.suggestion(this, key).map(problem::withHint).orElse(problem));
                });
    }

    private @Nullable Tree ask(String key, String fallback) {
        asked.add(key);
        reader.know(path(key), fallback);
        return table.members().get(key);
    }

    private <T> Optional<T> wrongType(String key, String expected, Tree found) {
        problem(Code.WRONG_TYPE, key, "expected " + expected + ", found " + found.kind());
        return Optional.empty();
    }

    private void problem(Code code, Place place, String key, String message) {
        reader.problem(ConfigProblem.of(code, place, shown(key) + ": " + message));
    }
}
