package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoString;

import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Reads a moment in a Go layout. A zone given by name alone counts as UTC, as in Go where the
/// host's own zone is UTC.
final class GoTimeParser {
    private static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1;

        Mismatch(String message) {
            super(message, null, false, false);
        }
    }

    private enum Unit {
        YEAR(0, 9999),
        MONTH(1, 12),
        DAY(0, 99),
        YEAR_DAY(0, 999),
        HOUR(0, 23),
        MINUTE(0, 59),
        SECOND(0, 59);

        private final int least;
        private final int most;

        Unit(int least, int most) {
            this.least = least;
            this.most = most;
        }
    }

    private static final List<String> MONTHS =
            Stream.of(Month.values())
                    .map(m -> m.getDisplayName(TextStyle.FULL, Locale.US))
                    .toList();
    private static final List<String> WEEKDAYS =
            Stream.of(DayOfWeek.values())
                    .map(d -> d.getDisplayName(TextStyle.FULL, Locale.US))
                    .toList();

    private final GoLayout layout;
    private final String text;
    private int at;

    /// What was read so far; what is missing has its least value.
    private final Map<Unit, Integer> read = new EnumMap<>(Unit.class);

    private int nano;
    private boolean am;
    private boolean pm;
    private long offset;

    private GoTimeParser(GoLayout layout, String text) {
        this.layout = layout;
        this.text = text;
    }

    /// Nanoseconds since 1970.
    static BigInteger parse(String layout, String text) throws BuiltinException {
        var parser = new GoTimeParser(GoLayout.of(layout), text);
        try {
            parser.all(layout);
            return parser.nanos();
        } catch (Mismatch e) {
            throw BuiltinException.failed("parsing time " + quoted(text) + e.getMessage());
        }
    }

    private static String quoted(String text) {
        return RegoString.of(text.length() > 100 ? text.substring(0, 100) + "..." : text)
                .toString();
    }

    private void all(String layoutText) throws Mismatch {
        var parts = layout.parts();
        for (int i = 0; i < parts.size(); i++) {
            int start = at;
            var part = parts.get(i);
            if (!take(part, i)) {
                String wanted = part.text();
                throw new Mismatch(
                        " as %s: cannot parse %s as %s"
                                .formatted(
                                        quoted(layoutText),
                                        quoted(text.substring(start)),
                                        quoted(wanted)));
            }
        }
        if (at < text.length()) {
            throw new Mismatch(": extra text: " + quoted(text.substring(at)));
        }
    }

    private static Mismatch range(String what) {
        return new Mismatch(": " + what + " out of range");
    }

    private boolean take(GoLayout.Part part, int index) throws Mismatch {
        return switch (part.field()) {
            case LITERAL -> literal(part.text());
            case YEAR -> {
                int two = number(2, 2);
                read.put(Unit.YEAR, two >= 69 ? 1900 + two : 2000 + two);
                yield two >= 0;
            }
            case LONG_YEAR -> store(Unit.YEAR, number(4, 4));
            case LONG_MONTH -> store(Unit.MONTH, name(MONTHS, false));
            case MONTH -> store(Unit.MONTH, name(MONTHS, true));
            case NUM_MONTH -> store(Unit.MONTH, number(1, 2));
            case ZERO_MONTH -> store(Unit.MONTH, number(2, 2));
            case LONG_WEEKDAY -> name(WEEKDAYS, false) > 0;
            case WEEKDAY -> name(WEEKDAYS, true) > 0;
            case DAY -> store(Unit.DAY, number(1, 2));
            case UNDER_DAY -> {
                spaces(1);
                yield store(Unit.DAY, number(1, 2));
            }
            case ZERO_DAY -> store(Unit.DAY, number(2, 2));
            case UNDER_YEAR_DAY -> {
                spaces(2);
                yield store(Unit.YEAR_DAY, number(1, 3));
            }
            case ZERO_YEAR_DAY -> store(Unit.YEAR_DAY, number(3, 3));
            case HOUR -> store(Unit.HOUR, number(1, 2));
            case HOUR_12 -> halfDay(number(1, 2));
            case ZERO_HOUR_12 -> halfDay(number(2, 2));
            case MINUTE -> store(Unit.MINUTE, number(1, 2));
            case ZERO_MINUTE -> store(Unit.MINUTE, number(2, 2));
            case SECOND -> store(Unit.SECOND, number(1, 2)) && looseFraction(index);
            case ZERO_SECOND -> store(Unit.SECOND, number(2, 2)) && looseFraction(index);
            case UPPER_PM -> noon("AM", "PM");
            case LOWER_PM -> noon("am", "pm");
            case ZONE_NAME -> zoneName();
            case OFFSET -> offset(part.text());
            case FRACTION_FIXED -> fixedFraction(part.text().length() - 1);
            case FRACTION_FREE -> {
                if (isFraction()) {
                    fraction(9);
                }
                yield true;
            }
        };
    }

    private boolean store(Unit unit, int value) throws Mismatch {
        read.put(unit, value);
        return within(value, unit.least, unit.most, unit.name().toLowerCase(Locale.ROOT));
    }

    private boolean halfDay(int value) throws Mismatch {
        return within(value, 0, 12, "hour") && store(Unit.HOUR, value);
    }

    private static boolean within(int value, int low, int high, String what) throws Mismatch {
        if (value >= 0 && (value < low || value > high)) {
            throw range(what);
        }
        return value >= 0;
    }

    /// Runs of spaces match runs of spaces, also empty ones at the end.
    private boolean literal(String wanted) {
        int i = 0;
        while (i < wanted.length()) {
            if (wanted.charAt(i) == ' ') {
                if (at < text.length() && text.charAt(at) != ' ') {
                    return false;
                }
                while (i < wanted.length() && wanted.charAt(i) == ' ') {
                    i++;
                }
                spaces(Integer.MAX_VALUE);
            } else if (at < text.length() && text.charAt(at) == wanted.charAt(i)) {
                at++;
                i++;
            } else {
                return false;
            }
        }
        return true;
    }

    private void spaces(int most) {
        for (int left = most; left > 0 && at < text.length() && text.charAt(at) == ' '; left--) {
            at++;
        }
    }

    private boolean isDigit(int place) {
        return place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9';
    }

    /// A number of so many digits, or -1.
    private int number(int least, int most) {
        int end = at;
        while (end - at < most && isDigit(end)) {
            end++;
        }
        if (end - at < least) {
            return -1;
        }
        int value = Integer.parseInt(text.substring(at, end));
        at = end;
        return value;
    }

    /// The number from 1 of the name at this place, or -1; case does not matter.
    private int name(List<String> names, boolean cut) {
        for (int i = 0; i < names.size(); i++) {
            int length = cut ? 3 : names.get(i).length();
            if (text.regionMatches(true, at, names.get(i), 0, length)) {
                at += length;
                return i + 1;
            }
        }
        return -1;
    }

    private boolean noon(String before, String after) {
        am = text.startsWith(before, at);
        pm = text.startsWith(after, at);
        at += 2;
        return am || pm;
    }

    private boolean isFraction() {
        return at < text.length()
                && (text.charAt(at) == '.' || text.charAt(at) == ',')
                && isDigit(at + 1);
    }

    /// Takes the point and digits; those beyond nanoseconds are dropped.
    private void fraction(int most) {
        int end = at + 1;
        while (end - at - 1 < most && isDigit(end)) {
            end++;
        }
        String digits = text.substring(at + 1, Math.min(end, at + 10));
        nano = Integer.parseInt(digits + "0".repeat(9 - digits.length()));
        at = end;
    }

    /// Seconds may carry a fraction that the layout does not mention.
    private boolean looseFraction(int index) {
        var next =
                layout.parts().stream()
                        .skip(index + 1L)
                        .map(GoLayout.Part::field)
                        .filter(field -> field != GoLayout.Field.LITERAL)
                        .findFirst();
        boolean mentioned =
                next.isPresent()
                        && (next.get() == GoLayout.Field.FRACTION_FIXED
                                || next.get() == GoLayout.Field.FRACTION_FREE);
        if (!mentioned && isFraction()) {
            fraction(Integer.MAX_VALUE);
        }
        return true;
    }

    private boolean fixedFraction(int digits) {
        if (!isFraction()) {
            return false;
        }
        for (int i = 1; i <= digits; i++) {
            if (!isDigit(at + i)) {
                return false;
            }
        }
        fraction(digits);
        return true;
    }

    private boolean zoneName() {
        int length = ZoneNames.length(text.substring(at));
        at += length;
        return length > 0;
    }

    private boolean offset(String shape) throws Mismatch {
        if (shape.startsWith("Z") && text.startsWith("Z", at)) {
            at++;
            return true;
        }
        boolean colons = shape.indexOf(':') >= 0;
        int pairs = (shape.replace(":", "").length() - 1) / 2;
        int start = at;
        if (start >= text.length() || (text.charAt(start) != '+' && text.charAt(start) != '-')) {
            return false;
        }
        at++;
        var values = new int[3];
        for (int i = 0; i < pairs; i++) {
            if (i > 0 && colons) {
                if (at >= text.length() || text.charAt(at) != ':') {
                    return false;
                }
                at++;
            }
            values[i] = number(2, 2);
            if (values[i] < 0) {
                return false;
            }
        }
        within(values[0], 0, 24, "time zone offset hour");
        within(values[1], 0, 60, "time zone offset minute");
        within(values[2], 0, 60, "time zone offset second");
        offset = values[0] * 3600L + values[1] * 60L + values[2];
        offset = text.charAt(start) == '-' ? -offset : offset;
        return true;
    }

    private int get(Unit unit) {
        return read.getOrDefault(unit, unit.least);
    }

    private BigInteger nanos() throws Mismatch {
        int hour = get(Unit.HOUR);
        if (pm && hour < 12) {
            hour += 12;
        } else if (am && hour == 12) {
            hour = 0;
        }
        var time = LocalTime.of(hour, get(Unit.MINUTE), get(Unit.SECOND));
        long seconds = date().atTime(time).toEpochSecond(ZoneOffset.UTC) - offset;
        return BigInteger.valueOf(seconds)
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(nano));
    }

    private LocalDate date() throws Mismatch {
        int year = get(Unit.YEAR);
        boolean leap = Year.isLeap(year);
        if (read.containsKey(Unit.YEAR_DAY)) {
            int yearDay = get(Unit.YEAR_DAY);
            if (yearDay < 1 || yearDay > (leap ? 366 : 365)) {
                throw range("day-of-year");
            }
            var date = LocalDate.ofYearDay(year, yearDay);
            if (read.getOrDefault(Unit.MONTH, date.getMonthValue()) != date.getMonthValue()) {
                throw new Mismatch(": day-of-year does not match month");
            }
            if (read.getOrDefault(Unit.DAY, date.getDayOfMonth()) != date.getDayOfMonth()) {
                throw new Mismatch(": day-of-year does not match day");
            }
            return date;
        }
        int day = read.getOrDefault(Unit.DAY, 1);
        if (day < 1 || day > Month.of(get(Unit.MONTH)).length(leap)) {
            throw range("day");
        }
        return LocalDate.of(year, get(Unit.MONTH), day);
    }
}
