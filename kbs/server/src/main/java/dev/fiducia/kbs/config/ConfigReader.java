package dev.fiducia.kbs.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one reading of a document collects: the problems, the notes for the log, and every key that
/// was asked for. A key that the document has and nobody asked for is unknown: so the code that
/// reads a key is the only list of keys there is.
final class ConfigReader {
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final Map<String, String> known = new LinkedHashMap<>();

    Section root(Tree.Table table) {
        return open("", "", table);
    }

    Section open(String path, String shownPath, Tree.Table table) {
        Section section = new Section(this, path, shownPath, table);
        sections.add(section);
        return section;
    }

    void problem(ConfigProblem problem) {
        problems.add(problem);
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    List<String> notes() {
        return notes;
    }

    /// Remembers that a key exists, with its default as the documentation writes it.
    void know(String path, String fallback) {
        known.putIfAbsent(path, fallback);
    }

    /// Every key that was asked for, with its default.
    Map<String, String> known() {
        return known;
    }

    /// Refuses the document if anything in it was wrong or unknown.
    void finish() throws ConfigException {
        sections.forEach(Section::reportUnknown);
        if (!problems.isEmpty()) {
            throw new ConfigException(
                    problems.stream()
                            .sorted(
                                    Comparator.comparingInt((ConfigProblem p) -> p.place().line())
                                            .thenComparingInt(p -> p.place().column()))
                            .toList());
        }
    }

    /// What to tell someone who wrote an unknown key: the nearest key of the same table, else the
    /// table that has this key.
    Optional<String> suggestion(Section section, String key) {
        Optional<String> legacy = LegacyKeys.hint(section.path(key));
        if (legacy.isPresent()) {
            return legacy;
        }
        Optional<String> nearest = NearestWord.to(key, section.knownKeys());
        if (nearest.isPresent()) {
            return nearest.map(word -> "did you mean " + word + "?");
        }
        return known.keySet().stream()
                .filter(path -> path.endsWith("." + key))
                .findFirst()
                .map(path -> "did you mean " + path + "?");
    }
}
