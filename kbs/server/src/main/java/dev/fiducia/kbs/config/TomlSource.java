package dev.fiducia.kbs.config;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads TOML 1.0 into a tree with places.
final class TomlSource {
    private static final int MAX_DEPTH = 16;
    private static final TomlParseOptions OPTIONS =
            TomlParseOptions.sourceless()
                    .withVersion(TomlVersion.V1_0_0)
                    .withMaxNestingDepth(MAX_DEPTH);

    private final String source;

    private TomlSource(String source) {
        this.source = source;
    }

    static Tree.Table parse(String toml, String source) throws ConfigException {
        TomlSource reader = new TomlSource(source);
        TomlParseResult result = reader.result(toml);
        if (!result.errors().isEmpty()) {
            throw new ConfigException(
                    result.errors().stream()
                            .map(e ->
                                    ConfigProblem.of(
                                            ConfigProblem.Code.SYNTAX,
                                            reader.place(e.position()),
                                            String.valueOf(e.getMessage())))
                            .toList());
        }
        return reader.table(result, Place.inFile(source));
    }

    /// tomlj 2.2.0 fails on some malformed inline tables (`a={1,#\ra`) instead of reporting them.
    private TomlParseResult result(String toml) throws ConfigException {
        try {
            return Toml.parse(toml, OPTIONS);
        } catch (RuntimeException e) {
            throw new ConfigException(
                    ConfigProblem.of(
                            ConfigProblem.Code.SYNTAX, Place.inFile(source), "not TOML 1.0.0"));
        }
    }

    private Tree.Table table(TomlTable table, Place place) {
        Map<String, Tree> members = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            Place at = place(table.inputPositionOf(List.of(key)));
            members.put(key, tree(table.get(List.of(key)), at));
        }
        return new Tree.Table(place, members);
    }

    private Tree.Array array(TomlArray array, Place place) {
        List<Tree> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            items.add(tree(array.get(i), place(array.inputPositionOf(i))));
        }
        return new Tree.Array(place, items);
    }

    private Tree tree(@Nullable Object value, Place place) {
        return switch (value) {
            case TomlTable table -> table(table, place);
            case TomlArray array -> array(array, place);
            case String text -> new Tree.Text(place, text);
            case Long whole -> new Tree.Whole(place, whole);
            case Boolean truth -> new Tree.Truth(place, truth);
            case Double _ -> new Tree.Other(place, "float");
            case null, default -> new Tree.Other(place, "date or time");
        };
    }

    private Place place(@Nullable TomlPosition position) {
        return position == null
                ? Place.inFile(source)
                : new Place(source, position.line(), position.column());
    }
}
