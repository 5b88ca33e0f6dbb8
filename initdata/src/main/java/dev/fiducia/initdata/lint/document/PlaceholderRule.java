package dev.fiducia.initdata.lint.document;

import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.TomlText;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Member;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/// Values that a template or a shell should have filled in. Policies are left alone, where such
/// text is part of commands and patterns, unless one is nothing else.
final class PlaceholderRule {

    /// Bounded repetitions only: linear in the length of the text.
    private static final Pattern PLACEHOLDER =
            Pattern.compile(
                    "\\$\\{[^}]{1,80}\\}|\\$\\([^)]{1,80}\\)|\\$[A-Z_][A-Z0-9_]{2,80}"
                            + "|<[A-Za-z][A-Za-z0-9 _.-]{0,80}>|\\{\\{[^}]{1,80}\\}\\}"
                            + "|REPLACE[_-]?(?:ME|THIS|WITH)");

    private static final Pattern EMPTY_PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----[\\s.…]{0,1000}-----END CERTIFICATE-----");

    private static final Set<String> CERTIFICATES = Set.of("cert", "kbs_cert");

    private PlaceholderRule() {}

    static Rule rule() {
        return Rule.of(
                RuleInfo.of(
                        "ID014",
                        "W",
                        "a placeholder that nobody filled in, or an empty certificate",
                        "the template was used without its parameters"),
                PlaceholderRule::check);
    }

    private static void check(LintContext context, Findings findings) {
        context.toml()
                .ifPresent(document -> {
                    for (String key : document.keySet()) {
                        if (document.get(List.of(key)) instanceof String value) {
                            judge(key, value, context.location(key), findings);
                        }
                    }
                });
        for (Member member : context.members().values()) {
            switch (member.name()) {
                case "aa.toml", "cdh.toml" -> configuration(member, findings);
                default -> whole(member, findings);
            }
        }
    }

    private static void configuration(Member member, Findings findings) {
        try {
            TomlTable table = TomlText.parse(member.text());
            table(table, "", (path, place) -> member.location(path, place), findings);
        } catch (InitdataException _) {
            whole(member, findings);
        }
    }

    private static void whole(Member member, Findings findings) {
        if (PLACEHOLDER.matcher(member.text().strip()).matches()) {
            report(member.location(), findings);
        }
    }

    private static void table(
            TomlTable table,
            String path,
            BiFunction<String, Place, Location> locate,
            Findings findings) {
        for (String key : table.keySet()) {
            TomlPosition position = table.inputPositionOf(List.of(key));
            Place place = position == null ? new Place(1, 1) : TomlText.place(position);
            String keyPath = path.isEmpty() ? Names.shown(key) : path + "." + Names.shown(key);
            value(key, table.get(List.of(key)), keyPath, place, locate, findings);
        }
    }

    private static void value(
            String key,
            @Nullable Object value,
            String path,
            Place place,
            BiFunction<String, Place, Location> locate,
            Findings findings) {
        switch (value) {
            case String text -> judge(key, text, locate.apply(path, place), findings);
            case TomlTable inner -> table(inner, path, locate, findings);
            case TomlArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    Place at =
                            Optional.ofNullable(array.inputPositionOf(i))
                                    .map(TomlText::place)
                                    .orElse(place);
                    value(key, array.get(i), path + "[" + i + "]", at, locate, findings);
                }
            }
            case null, default -> {
                // Numbers, truth values and dates hold no placeholder.
            }
        }
    }

    private static void judge(String key, String value, Location location, Findings findings) {
        if (PLACEHOLDER.matcher(value).find()) {
            report(location, findings);
        } else if ((CERTIFICATES.contains(key) && value.isBlank())
                || EMPTY_PEM.matcher(value).find()) {
            findings.warn(
                    location,
                    "the certificate is empty",
                    "put the certificate there, or remove the key");
        }
    }

    private static void report(Location location, Findings findings) {
        findings.warn(
                location,
                "a placeholder was left as it is",
                "fill it in; here-documents of shells do it only without quotes around their end mark");
    }
}
