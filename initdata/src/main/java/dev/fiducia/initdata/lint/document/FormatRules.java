package dev.fiducia.initdata.lint.document;

import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataError;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import org.tomlj.TomlTable;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What every reader of documents demands.
final class FormatRules {

    /// What other rules say more about, or place better.
    private static final Set<InitdataError> SAID_ELSEWHERE =
            EnumSet.of(
                    InitdataError.DOCUMENT_TOO_LARGE,
                    InitdataError.ANNOTATION_TOO_LARGE,
                    InitdataError.INFLATED_TOO_LARGE,
                    InitdataError.MISSING_MEMBER,
                    InitdataError.WRONG_TYPE,
                    InitdataError.DOTTED_KEY,
                    InitdataError.UNSUPPORTED_VERSION,
                    InitdataError.UNSUPPORTED_ALGORITHM);

    /// Syntax errors quote what was there, which may be part of a secret.
    private static final Pattern QUOTED = Pattern.compile("'[^']{4,}+'|\"[^\"]{4,}+\"");

    private FormatRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "ID001",
                                "E",
                                "not a TOML text in plain UTF-8, or an annotation that can't be decoded",
                                "guests refuse the document, or read it differently from each other"),
                        FormatRules::syntax),
                Rule.of(
                        RuleInfo.of(
                                "ID002",
                                "E",
                                "version is missing or not \"0.1.0\"",
                                "Kata's agent and runtime refuse every other version"),
                        FormatRules::version),
                Rule.of(
                        RuleInfo.of(
                                "ID003",
                                "E",
                                "algorithm is missing or not sha256, sha384 or sha512",
                                "components fail, or crash, on any other spelling"),
                        FormatRules::algorithm),
                Rule.of(
                        RuleInfo.of(
                                "ID004",
                                "E",
                                "[data] is missing or not a table of strings",
                                "every reader fails with a type error"),
                        FormatRules::data));
    }

    private static void syntax(LintContext context, Findings findings) {
        InitdataException refusal = context.refusal().orElse(null);
        if (refusal == null || SAID_ELSEWHERE.contains(refusal.error())) {
            return;
        }
        String what =
                context.submission().refusal().isPresent()
                        ? "the annotation can't be decoded: "
                        : "guests can't read the document: ";
        String message = QUOTED.matcher(refusal.getMessage()).replaceAll("this");
        findings.error(
                Location.ofDocument("", refusal.place()),
                what + message,
                "mend it at its source and encode it again: guests refuse it as it is");
    }

    private static void version(LintContext context, Findings findings) {
        TomlTable document = context.toml().orElse(null);
        if (document == null) {
            return;
        }
        String fix = "write version = \"" + InitdataDocument.VERSION + "\" above [data]";
        Object version = document.get(List.of("version"));
        if (version == null) {
            findings.error(
                    Location.ofDocument("version", Optional.empty()), "version is missing", fix);
        } else if (!InitdataDocument.VERSION.equals(version)) {
            String message = "version must be the string \"" + InitdataDocument.VERSION + "\"";
            findings.error(context.location("version"), message, fix);
        }
    }

    private static void algorithm(LintContext context, Findings findings) {
        TomlTable document = context.toml().orElse(null);
        if (document == null) {
            return;
        }
        Object algorithm = document.get(List.of("algorithm"));
        if (algorithm == null) {
            findings.error(
                    Location.ofDocument("algorithm", Optional.empty()),
                    "algorithm is missing",
                    "write algorithm = \"sha256\" above [data]");
        } else if (!(algorithm instanceof String name)) {
            findings.error(
                    context.location("algorithm"),
                    "algorithm must be a string",
                    "write algorithm = \"sha256\"");
        } else if (InitdataAlgorithm.of(name).isEmpty()) {
            findings.error(
                    context.location("algorithm"),
                    "algorithm must be exactly \"sha256\", \"sha384\" or \"sha512\"",
                    spelling(name));
        }
    }

    private static String spelling(String name) {
        String folded = name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
        if (folded.equals("sm3")) {
            return "sm3 is known to attestation services only, not to guests: write \"sha256\"";
        }
        return InitdataAlgorithm.of(folded).isPresent()
                ? "write it \"" + folded + "\""
                : "write one of the three; \"sha256\" suits most platforms";
    }

    private static void data(LintContext context, Findings findings) {
        TomlTable document = context.toml().orElse(null);
        if (document == null) {
            return;
        }
        Object data = document.get(List.of("data"));
        if (data == null) {
            findings.error(
                    Location.ofDocument("data", Optional.empty()),
                    "[data] is missing",
                    "add the table, even when it is empty");
        } else if (data instanceof TomlTable table) {
            table.keySet().forEach(key -> file(key, table, context, findings));
        } else {
            findings.error(context.location("data"), "data must be a table", "write it [data]");
        }
    }

    private static void file(String key, TomlTable data, LintContext context, Findings findings) {
        Object value = data.get(List.of(key));
        if (value instanceof String) {
            return;
        }
        String name = "data." + Names.shown(key);
        Location location = context.location("data", key);
        if (value instanceof TomlTable) {
            findings.error(
                    location,
                    name + " is a table, not a string: the dot in an unquoted name makes one",
                    "put file names in quotes, as in \"aa.toml\" = '''…'''");
        } else {
            findings.error(location, name + " must be a string", "put the value in quotes");
        }
    }
}
