package dev.fiducia.kbs.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The words of a choice, in the order that errors list them.
final class Words {
    private Words() {}

    /// The values of an enumeration under their lower-case names.
    static <E extends Enum<E>> Map<String, E> lowerCase(Class<E> type) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : type.getEnumConstants()) {
            words.put(value.name().toLowerCase(Locale.ROOT), value);
        }
        return words;
    }
}
