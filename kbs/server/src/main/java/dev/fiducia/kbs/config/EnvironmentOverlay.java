package dev.fiducia.kbs.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Lays environment variables over a document: `KBS__HTTP_SERVER__INSECURE_HTTP=true` replaces
/// `http_server.insecure_http`. A value is read as TOML where it is TOML, else as a string.
final class EnvironmentOverlay {
    private static final String PREFIX = "KBS__";

    private EnvironmentOverlay() {}

    static Tree.Table apply(Tree.Table root, Map<String, String> environment)
            throws ConfigException {
        List<ConfigProblem> problems = new ArrayList<>();
        Tree.Table result = root;
        for (var variable : new TreeMap<>(environment).entrySet()) {
            if (variable.getKey().startsWith(PREFIX)) {
                Place place = Place.inFile("environment variable " + variable.getKey());
                List<String> path = path(variable.getKey());
                if (path.contains("")) {
                    problems.add(
                            ConfigProblem.of(
                                    ConfigProblem.Code.BAD_VALUE,
                                    place,
                                    "expected a name like KBS__TABLE__KEY"));
                } else {
                    result = replaced(result, path, value(variable.getValue(), place), problems);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return result;
    }

    private static List<String> path(String name) {
        String rest = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        return Arrays.asList(rest.split("__", -1));
    }

    private static Tree value(String text, Place place) {
        try {
            Tree.Table parsed = TomlSource.parse("v = " + text, place.source());
            Tree value = parsed.members().get("v");
            return value != null && parsed.members().size() == 1
                    ? placed(value, place)
                    : new Tree.Text(place, text);
        } catch (ConfigException _) {
            return new Tree.Text(place, text);
        }
    }

    private static Tree placed(Tree tree, Place place) {
        return switch (tree) {
            case Tree.Table table -> {
                Map<String, Tree> members = new LinkedHashMap<>();
                table.members().forEach((key, member) -> members.put(key, placed(member, place)));
                yield new Tree.Table(place, members);
            }
            case Tree.Array array ->
                    new Tree.Array(
                            place, array.items().stream().map(i -> placed(i, place)).toList());
            case Tree.Text text -> new Tree.Text(place, text.value());
            case Tree.Whole whole -> new Tree.Whole(place, whole.value());
            case Tree.Truth truth -> new Tree.Truth(place, truth.value());
            case Tree.Other other -> new Tree.Other(place, other.kind());
        };
    }

    private static Tree.Table replaced(
            Tree.Table table, List<String> path, Tree value, List<ConfigProblem> problems) {
        Map<String, Tree> members = new LinkedHashMap<>(table.members());
        String key = path.getFirst();
        Tree old = members.get(key);
        if (path.size() == 1) {
            members.put(key, value);
        } else if (old == null || old instanceof Tree.Table) {
            Tree.Table inner =
                    old instanceof Tree.Table present
                            ? present
                            : new Tree.Table(value.place(), Map.of());
            members.put(key, replaced(inner, path.subList(1, path.size()), value, problems));
        } else {
            problems.add(
                    ConfigProblem.of(
                            ConfigProblem.Code.CONFLICT,
                            value.place(),
                            key + " is no table in the configuration file, but " + old.kind()));
        }
        return new Tree.Table(table.place(), members);
    }
}
