package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `time.*`. Moments are nanoseconds since 1970, or `[ns, zone]`, or for `time.format` also `[ns,
/// zone, layout]`.
final class TimeBuiltins {
    private static final Set<ValueType> MOMENT = Kinds.of(ValueType.NUMBER, ValueType.ARRAY);
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
    private static final int MAX_LAYOUT = 4096;

    private record Moment(ZonedDateTime time, String layout) {}

    private TimeBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("time.now_ns", (c, _) -> RegoNumber.of(nanos(c.now())));
        catalogue.add(
                "time.parse_ns",
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    var layout = layout(Operands.string(a, 0));
                    return inRange(GoTimeParser.parse(layout, StringBuiltins.charged(c, a, 1)));
                });
        catalogue.add(
                "time.parse_rfc3339_ns",
                Kinds.STRING,
                (c, a) -> inRange(GoTimeParser.parse("RFC3339", StringBuiltins.charged(c, a, 0))));
        catalogue.add(
                "time.parse_duration_ns",
                Kinds.STRING,
                (_, a) -> RegoNumber.of(GoDuration.parse(Operands.string(a, 0))));
        catalogue.add(
                "time.format",
                MOMENT,
                (c, a) -> {
                    var moment = moment(a, 0);
                    c.budget().output(moment.layout().length() * 4L);
                    var layout = GoLayout.of(layout(moment.layout()));
                    return RegoString.of(GoTimeFormat.format(moment.time(), layout));
                });
        catalogue.add(
                "time.date",
                MOMENT,
                (_, a) -> {
                    var time = moment(a, 0).time();
                    return numbers(time.getYear(), time.getMonthValue(), time.getDayOfMonth());
                });
        catalogue.add(
                "time.clock",
                MOMENT,
                (_, a) -> {
                    var time = moment(a, 0).time();
                    return numbers(time.getHour(), time.getMinute(), time.getSecond());
                });
        catalogue.add(
                "time.weekday",
                MOMENT,
                (_, a) ->
                        RegoString.of(
                                moment(a, 0)
                                        .time()
                                        .getDayOfWeek()
                                        .getDisplayName(TextStyle.FULL, Locale.US)));
        catalogue.add(
                "time.add_date",
                List.of(MOMENT, Kinds.NUMBER, Kinds.NUMBER, Kinds.NUMBER),
                (_, a) -> addDate(a));
        catalogue.add(
                "time.diff",
                MOMENT,
                MOMENT,
                (_, a) -> {
                    var first = moment(a, 0).time();
                    var second = moment(a, 1).time().withZoneSameInstant(first.getZone());
                    return first.isAfter(second)
                            ? difference(second, first)
                            : difference(first, second);
                });
    }

    private static String layout(String layout) throws BuiltinException {
        if (layout.length() > MAX_LAYOUT) {
            throw BuiltinException.limit("time layout too long");
        }
        return layout;
    }

    private static RegoArray numbers(long... values) {
        var array = RegoArray.builder();
        for (long value : values) {
            array.add(RegoNumber.of(value));
        }
        return array.build();
    }

    private static BigInteger nanos(Instant instant) {
        return BigInteger.valueOf(instant.getEpochSecond())
                .multiply(SECOND)
                .add(BigInteger.valueOf(instant.getNano()));
    }

    private static RegoNumber inRange(BigInteger nanos) throws BuiltinException {
        if (nanos.bitLength() >= Long.SIZE) {
            throw BuiltinException.failed("time outside of valid range");
        }
        return RegoNumber.of(nanos);
    }

    private static Moment moment(RegoValue[] a, int at) throws BuiltinException {
        if (a[at] instanceof RegoNumber number) {
            return new Moment(time(number, ZoneOffset.UTC), "RFC3339Nano");
        }
        if (!(a[at] instanceof RegoArray array) || array.size() == 0) {
            throw Operands.wrong(
                    new RegoValue[] {a[at]}, 0, "either number (ns) or [number (ns), string (tz)]");
        }
        var parts = array.elements().toArray(new RegoValue[0]);
        var number = Operands.number(parts, 0);
        var zone = parts.length > 1 ? zone(text(parts[1])) : ZoneOffset.UTC;
        var layout = parts.length > 2 ? text(parts[2]) : "";
        return new Moment(time(number, zone), layout.isEmpty() ? "RFC3339Nano" : layout);
    }

    /// OPA speaks of operand 1, wherever the moment stands.
    private static String text(RegoValue part) throws BuiltinException {
        return Operands.string(new RegoValue[] {part}, 0);
    }

    private static ZonedDateTime time(RegoNumber number, ZoneId zone) throws BuiltinException {
        if (!number.isLong()) {
            throw BuiltinException.failed("timestamp too big");
        }
        long nanos = number.asLong();
        return Instant.ofEpochSecond(
                        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .atZone(zone);
    }

    /// By the names of the time zone database only; the host's own zone is UTC.
    private static ZoneId zone(String name) throws BuiltinException {
        if (name.isEmpty() || name.equals("UTC") || name.equals("Local")) {
            return ZoneOffset.UTC;
        }
        if (name.length() > 64 || !ZoneId.getAvailableZoneIds().contains(name)) {
            throw BuiltinException.failed(
                    "unknown time zone " + name.substring(0, Math.min(64, name.length())));
        }
        return ZoneId.of(name);
    }

    /// A day that the new month does not have runs over into the next.
    private static RegoValue addDate(RegoValue[] a) throws BuiltinException {
        var time = moment(a, 0).time();
        long years = Operands.count(a, 1);
        long months = Operands.count(a, 2);
        long days = Operands.count(a, 3);
        try {
            long month = time.getMonthValue() - 1 + months;
            var date =
                    LocalDate.of(
                                    Math.toIntExact(
                                            time.getYear() + years + Math.floorDiv(month, 12L)),
                                    (int) Math.floorMod(month, 12L) + 1,
                                    1)
                            .plusDays(time.getDayOfMonth() - 1 + days);
            return inRange(nanos(instant(date.atTime(time.toLocalTime()), time.getZone())));
        } catch (DateTimeException | ArithmeticException _) {
            throw BuiltinException.failed("time outside of valid range");
        }
    }

    /// A local time that a change of clocks leaves out or repeats, as Go resolves it: with the
    /// offset of the moment that the offset of the same time in UTC leads to.
    private static Instant instant(LocalDateTime local, ZoneId zone) {
        var asUtc = local.toInstant(ZoneOffset.UTC);
        int near = zone.getRules().getOffset(asUtc).getTotalSeconds();
        int offset = zone.getRules().getOffset(asUtc.minusSeconds(near)).getTotalSeconds();
        return asUtc.minusSeconds(offset);
    }

    /// Years, months, days, hours, minutes and seconds between two moments of one zone, in order.
    private static RegoValue difference(ZonedDateTime from, ZonedDateTime to) {
        long years = (long) to.getYear() - from.getYear();
        long months = (long) to.getMonthValue() - from.getMonthValue();
        long days = (long) to.getDayOfMonth() - from.getDayOfMonth();
        long hours = (long) to.getHour() - from.getHour();
        long minutes = (long) to.getMinute() - from.getMinute();
        long seconds = (long) to.getSecond() - from.getSecond();
        if (seconds < 0) {
            seconds += 60;
            minutes--;
        }
        if (minutes < 0) {
            minutes += 60;
            hours--;
        }
        if (hours < 0) {
            hours += 24;
            days--;
        }
        if (days < 0) {
            days += from.toLocalDate().lengthOfMonth();
            months--;
        }
        if (months < 0) {
            months += 12;
            years--;
        }
        return numbers(years, months, days, hours, minutes, seconds);
    }
}
