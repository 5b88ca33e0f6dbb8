package dev.fiducia.policy.explain;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.HashSet;
import java.util.Set;

/// Shows values: shortened, and without secrets wherever they have got to.
final class Masking {
    private static final String MASK = "(masked)";
    private static final int MAX_VISITED = 200_000;

    /// Shorter strings are too common to be looked for inside of others.
    private static final int MIN_INNER = 4;

    private final int maxLength;
    private final Secrets secrets;
    private final Set<RegoValue> values = new HashSet<>();
    private int visited;

    /// Too many values to look for secrets in: then nothing is shown.
    private boolean everything;

    Masking(ExplainOptions options) {
        this.maxLength = options.maxValueLength();
        this.secrets = options.secrets();
    }

    /// Notes the secrets of a document before anything of it is shown.
    void learn(String path, RegoValue value) {
        if (secrets.equals(Secrets.NONE)) {
            return;
        }
        if (++visited > MAX_VISITED) {
            everything = true;
            return;
        }
        if (secrets.isSecret(path, value)) {
            note(value);
            return;
        }
        switch (value) {
            case RegoObject object ->
                    object.forEach((key, inner) -> learn(path + "." + name(key), inner));
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    learn(path + "[" + i + "]", array.get(i));
                }
            }
            case RegoSet set ->
                    set.forEach(member -> learn(path + "[" + name(member) + "]", member));
            default -> {}
        }
    }

    private void note(RegoValue value) {
        values.add(value);
        switch (value) {
            case RegoObject object -> object.forEach((key, inner) -> note(inner));
            case RegoArray array -> array.forEach(this::note);
            case RegoSet set -> set.forEach(this::note);
            default -> {}
        }
    }

    private static String name(RegoValue key) {
        return key instanceof RegoString string ? string.value() : key.toString();
    }

    /// The value as Rego text, or a mask in its place.
    String show(String label, RegoValue value) {
        if (hides(label, value)) {
            return MASK;
        }
        String text = value.toString();
        if (text.length() <= maxLength) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return text.substring(0, end) + "… (" + size(value, text) + ")";
    }

    private static String size(RegoValue value, String text) {
        return switch (value) {
            case RegoArray array -> array.size() + " values";
            case RegoSet set -> set.size() + " values";
            case RegoObject object -> object.size() + " keys";
            default -> text.length() + " characters";
        };
    }

    private boolean hides(String label, RegoValue value) {
        return !secrets.equals(Secrets.NONE)
                && (everything || secrets.isSecret(label, value) || holdsSecret(value));
    }

    private boolean holdsSecret(RegoValue value) {
        if (values.contains(value)) {
            return true;
        }
        return switch (value) {
            case RegoString string -> inside(string.value());
            case RegoArray array -> array.elements().stream().anyMatch(this::holdsSecret);
            case RegoSet set -> {
                for (RegoValue member : set) {
                    if (holdsSecret(member)) {
                        yield true;
                    }
                }
                yield false;
            }
            case RegoObject object ->
                    object.keys().stream()
                            .anyMatch(key -> {
                                RegoValue inner = object.get(key);
                                return holdsSecret(key) || (inner != null && holdsSecret(inner));
                            });
            default -> false;
        };
    }

    /// Text may carry a secret inside, as `sprintf` and errors do.
    boolean inside(String text) {
        return values.stream()
                .anyMatch(secret ->
                        secret instanceof RegoString s
                                && s.value().length() >= MIN_INNER
                                && text.contains(s.value()));
    }

    String message(String text) {
        return everything || inside(text) ? MASK : text;
    }
}
