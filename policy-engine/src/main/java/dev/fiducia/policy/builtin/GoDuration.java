package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoString;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;

/// Durations as Go writes them: `1h15m30.918s`.
final class GoDuration {
    private static final int MAX_LENGTH = 256;
    private static final Pattern PART = Pattern.compile("([0-9]*+)(\\.[0-9]*+)?([^0-9.]*+)");
    private static final Map<String, Long> UNITS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "\u00b5s", 1_000L,
                    "\u03bcs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    private GoDuration() {}

    /// The length in nanoseconds.
    static long parse(String text) throws BuiltinException {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        if (rest.isEmpty()) {
            throw invalid(text);
        }
        if (text.length() > MAX_LENGTH) {
            throw BuiltinException.limit("duration too long");
        }
        var total = BigInteger.ZERO;
        var matcher = PART.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            matcher.region(at, rest.length());
            if (!matcher.lookingAt()) {
                throw invalid(text);
            }
            String whole = matcher.group(1);
            String fraction = matcher.group(2) == null ? "" : matcher.group(2);
            String unit = matcher.group(3);
            if (whole.isEmpty() && fraction.length() < 2) {
                throw invalid(text);
            }
            if (unit.isEmpty()) {
                throw BuiltinException.failed(
                        "time: missing unit in duration " + RegoString.of(text));
            }
            var scale = UNITS.get(unit);
            if (scale == null) {
                throw BuiltinException.failed(
                        "time: unknown unit "
                                + RegoString.of(unit)
                                + " in duration "
                                + RegoString.of(text));
            }
            var amount = new BigDecimal("0" + whole + (fraction.length() < 2 ? "" : fraction));
            total =
                    total.add(
                            amount.multiply(BigDecimal.valueOf(scale))
                                    .setScale(0, RoundingMode.DOWN)
                                    .toBigInteger());
            at = matcher.end();
        }
        if (negative) {
            total = total.negate();
        }
        if (total.bitLength() >= Long.SIZE) {
            throw invalid(text);
        }
        return total.longValue();
    }

    private static BuiltinException invalid(String text) {
        String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
        return BuiltinException.failed("time: invalid duration " + RegoString.of(shown));
    }
}
