package dev.fiducia.policy.builtin;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/// Writes a moment in a Go layout.
final class GoTimeFormat {
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.US);

    private GoTimeFormat() {}

    static String format(ZonedDateTime time, GoLayout layout) {
        var out = new StringBuilder();
        for (var part : layout.parts()) {
            out.append(part(time, part));
        }
        return out.toString();
    }

    private static String part(ZonedDateTime time, GoLayout.Part part) {
        int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        return switch (part.field()) {
            case LITERAL -> part.text();
            case LONG_MONTH -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
            case MONTH -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.US).substring(0, 3);
            case NUM_MONTH -> Integer.toString(time.getMonthValue());
            case ZERO_MONTH -> padded(time.getMonthValue(), 2, '0');
            case LONG_WEEKDAY -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
            case WEEKDAY ->
                    time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US).substring(0, 3);
            case DAY -> Integer.toString(time.getDayOfMonth());
            case UNDER_DAY -> padded(time.getDayOfMonth(), 2, ' ');
            case ZERO_DAY -> padded(time.getDayOfMonth(), 2, '0');
            case UNDER_YEAR_DAY -> padded(time.getDayOfYear(), 3, ' ');
            case ZERO_YEAR_DAY -> padded(time.getDayOfYear(), 3, '0');
            case HOUR -> padded(time.getHour(), 2, '0');
            case HOUR_12 -> Integer.toString(hour12);
            case ZERO_HOUR_12 -> padded(hour12, 2, '0');
            case MINUTE -> Integer.toString(time.getMinute());
            case ZERO_MINUTE -> padded(time.getMinute(), 2, '0');
            case SECOND -> Integer.toString(time.getSecond());
            case ZERO_SECOND -> padded(time.getSecond(), 2, '0');
            case LONG_YEAR -> padded(time.getYear(), 4, '0');
            case YEAR -> padded(Math.floorMod(time.getYear(), 100), 2, '0');
            case UPPER_PM -> time.getHour() >= 12 ? "PM" : "AM";
            case LOWER_PM -> time.getHour() >= 12 ? "pm" : "am";
            case ZONE_NAME -> zoneName(time);
            case OFFSET -> offset(time.getOffset().getTotalSeconds(), part.text());
            case FRACTION_FIXED -> fraction(time.getNano(), part.text(), false);
            case FRACTION_FREE -> fraction(time.getNano(), part.text(), true);
        };
    }

    private static String padded(int value, int width, char with) {
        String digits = Integer.toString(value);
        return String.valueOf(with).repeat(Math.max(0, width - digits.length())) + digits;
    }

    /// The abbreviation, or an offset where the zone has none.
    private static String zoneName(ZonedDateTime time) {
        if (time.getZone().getId().equals("Z") || time.getZone().getId().equals("UTC")) {
            return "UTC";
        }
        String name = ZONE.format(time);
        int seconds = time.getOffset().getTotalSeconds();
        return name.matches("[A-Z]{3,5}")
                ? name
                : offset(seconds, seconds % 3600 == 0 ? "-07" : "-0700");
    }

    private static String offset(int seconds, String shape) {
        if (seconds == 0 && shape.startsWith("Z")) {
            return "Z";
        }
        int magnitude = Math.abs(seconds);
        String colon = shape.indexOf(':') >= 0 ? ":" : "";
        var out =
                new StringBuilder(seconds < 0 ? "-" : "+").append(padded(magnitude / 3600, 2, '0'));
        int digits = shape.replace(":", "").length() - 1;
        if (digits >= 4) {
            out.append(colon).append(padded(magnitude / 60 % 60, 2, '0'));
        }
        if (digits >= 6) {
            out.append(colon).append(padded(magnitude % 60, 2, '0'));
        }
        return out.toString();
    }

    private static String fraction(int nanos, String shape, boolean trimmed) {
        int width = Math.min(9, shape.length() - 1);
        String digits = padded(nanos, 9, '0').substring(0, width);
        digits += "0".repeat(shape.length() - 1 - width);
        if (trimmed) {
            digits = digits.replaceAll("0+$", "");
            if (digits.isEmpty()) {
                return "";
            }
        }
        return shape.charAt(0) + digits;
    }
}
