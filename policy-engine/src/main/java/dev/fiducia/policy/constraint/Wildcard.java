package dev.fiducia.policy.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A name, or a part of one with `*` at its start, its end or both.
record Wildcard(String text) {
    /// What the names of one target may be made of.
    enum Alphabet {
        /// What Gatekeeper's schema lets stand.
        KUBERNETES("\\*?[-:a-z0-9]*\\*?"),
        ANY("\\*?[^*]*\\*?");

        private final Pattern pattern;

        Alphabet(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    static List<Wildcard> list(Fields fields, String name, Alphabet alphabet) throws Refused {
        List<Wildcard> wildcards = new ArrayList<>();
        for (String text : fields.texts(name)) {
            wildcards.add(of(text, fields.path(name) + "[" + wildcards.size() + "]", alphabet));
        }
        return List.copyOf(wildcards);
    }

    static Wildcard of(String text, String path, Alphabet alphabet) throws Refused {
        if (!alphabet.pattern.matcher(text).matches()) {
            throw new Refused(
                    ConstraintError.SCHEMA_VIOLATION,
                    "must match " + alphabet.pattern.pattern() + ": * only at the start or end",
                    path);
        }
        return new Wildcard(text);
    }

    static boolean any(List<Wildcard> wildcards, String name) {
        return wildcards.stream().anyMatch(wildcard -> wildcard.matches(name));
    }

    boolean matches(String name) {
        boolean open = text.startsWith("*");
        boolean ends = text.endsWith("*");
        if (open && ends) {
            return name.contains(text.length() < 2 ? "" : text.substring(1, text.length() - 1));
        }
        if (open) {
            return name.endsWith(text.substring(1));
        }
        return ends ? name.startsWith(text.substring(0, text.length() - 1)) : name.equals(text);
    }

    /// Whether every name that will be generated from a prefix matches.
    boolean matchesGenerated(String prefix) {
        return text.endsWith("*") && matches(prefix);
    }
}
