package dev.fiducia.policy.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Go time layout, cut into the parts of the reference time `Mon Jan 2 15:04:05 MST 2006` and the
/// literal text between them.
final class GoLayout {
    enum Field {
        LITERAL,
        LONG_MONTH,
        MONTH,
        NUM_MONTH,
        ZERO_MONTH,
        LONG_WEEKDAY,
        WEEKDAY,
        DAY,
        UNDER_DAY,
        ZERO_DAY,
        UNDER_YEAR_DAY,
        ZERO_YEAR_DAY,
        HOUR,
        HOUR_12,
        ZERO_HOUR_12,
        MINUTE,
        ZERO_MINUTE,
        SECOND,
        ZERO_SECOND,
        LONG_YEAR,
        YEAR,
        UPPER_PM,
        LOWER_PM,
        ZONE_NAME,
        /// An offset; the text says how: `Z07:00`, `-0700` and so on.
        OFFSET,
        /// A fraction with a fixed number of digits (`.000`).
        FRACTION_FIXED,
        /// A fraction without trailing zeros (`.999`).
        FRACTION_FREE
    }

    record Part(Field field, String text) {}

    private static final Map<String, String> NAMED =
            Map.ofEntries(
                    Map.entry("ANSIC", "Mon Jan _2 15:04:05 2006"),
                    Map.entry("UnixDate", "Mon Jan _2 15:04:05 MST 2006"),
                    Map.entry("RubyDate", "Mon Jan 02 15:04:05 -0700 2006"),
                    Map.entry("RFC822", "02 Jan 06 15:04 MST"),
                    Map.entry("RFC822Z", "02 Jan 06 15:04 -0700"),
                    Map.entry("RFC850", "Monday, 02-Jan-06 15:04:05 MST"),
                    Map.entry("RFC1123", "Mon, 02 Jan 2006 15:04:05 MST"),
                    Map.entry("RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700"),
                    Map.entry("RFC3339", "2006-01-02T15:04:05Z07:00"),
                    Map.entry("RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00"));

    /// Longer texts before those they start with.
    private static final List<Part> PARTS =
            List.of(
                    new Part(Field.LONG_MONTH, "January"),
                    new Part(Field.MONTH, "Jan"),
                    new Part(Field.LONG_WEEKDAY, "Monday"),
                    new Part(Field.WEEKDAY, "Mon"),
                    new Part(Field.ZONE_NAME, "MST"),
                    new Part(Field.ZERO_YEAR_DAY, "002"),
                    new Part(Field.ZERO_MONTH, "01"),
                    new Part(Field.ZERO_DAY, "02"),
                    new Part(Field.ZERO_HOUR_12, "03"),
                    new Part(Field.ZERO_MINUTE, "04"),
                    new Part(Field.ZERO_SECOND, "05"),
                    new Part(Field.YEAR, "06"),
                    new Part(Field.HOUR, "15"),
                    new Part(Field.NUM_MONTH, "1"),
                    new Part(Field.LONG_YEAR, "2006"),
                    new Part(Field.DAY, "2"),
                    new Part(Field.UNDER_YEAR_DAY, "__2"),
                    new Part(Field.UNDER_DAY, "_2"),
                    new Part(Field.HOUR_12, "3"),
                    new Part(Field.MINUTE, "4"),
                    new Part(Field.SECOND, "5"),
                    new Part(Field.UPPER_PM, "PM"),
                    new Part(Field.LOWER_PM, "pm"),
                    new Part(Field.OFFSET, "-07:00:00"),
                    new Part(Field.OFFSET, "-070000"),
                    new Part(Field.OFFSET, "-07:00"),
                    new Part(Field.OFFSET, "-0700"),
                    new Part(Field.OFFSET, "-07"),
                    new Part(Field.OFFSET, "Z07:00:00"),
                    new Part(Field.OFFSET, "Z070000"),
                    new Part(Field.OFFSET, "Z07:00"),
                    new Part(Field.OFFSET, "Z0700"),
                    new Part(Field.OFFSET, "Z07"));

    private final List<Part> parts;

    private GoLayout(List<Part> parts) {
        this.parts = parts;
    }

    /// A layout, or the name of one of Go's constants.
    static GoLayout of(String layout) {
        String text = NAMED.getOrDefault(layout, layout);
        var parts = new ArrayList<Part>();
        int literal = 0;
        int at = 0;
        while (at < text.length()) {
            var part = at(text, at);
            if (part == null) {
                at++;
                continue;
            }
            if (literal < at) {
                parts.add(new Part(Field.LITERAL, text.substring(literal, at)));
            }
            parts.add(part);
            at += part.text().length();
            literal = at;
        }
        if (literal < at) {
            parts.add(new Part(Field.LITERAL, text.substring(literal)));
        }
        return new GoLayout(List.copyOf(parts));
    }

    List<Part> parts() {
        return parts;
    }

    private static @Nullable Part at(String text, int at) {
        char c = text.charAt(at);
        if (c == '.' || c == ',') {
            return fraction(text, at);
        }
        if (text.startsWith("_2006", at)) {
            return null;
        }
        for (var part : PARTS) {
            boolean cut = part.field() == Field.MONTH || part.field() == Field.WEEKDAY;
            if (text.startsWith(part.text(), at) && !(cut && startsWithLower(text, at + 3))) {
                return part;
            }
        }
        return null;
    }

    /// `Jan` and `Mon` are literal where a lower-case letter follows, as in `Month`.
    private static boolean startsWithLower(String text, int at) {
        return at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
    }

    /// A point or comma with only zeros or only nines behind it, not followed by another digit.
    private static @Nullable Part fraction(String text, int at) {
        int end = at + 1;
        if (end >= text.length() || (text.charAt(end) != '0' && text.charAt(end) != '9')) {
            return null;
        }
        char digit = text.charAt(end);
        while (end < text.length() && text.charAt(end) == digit) {
            end++;
        }
        if (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            return null;
        }
        return new Part(
                digit == '0' ? Field.FRACTION_FIXED : Field.FRACTION_FREE, text.substring(at, end));
    }
}
