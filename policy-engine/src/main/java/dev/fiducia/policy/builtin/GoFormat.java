package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Go's `fmt.Sprintf` for the argument types that Rego has: Long, BigInteger, Double, String.
///
/// Mistakes in a format are part of the output (`%!d(string=hi)`), never errors. Widths and
/// precisions are bounded as Go bounds them, and charged to the budget.
final class GoFormat {
    private static final int MOST = 1_000_000;

    private final Budget budget;
    private final String format;
    private final List<Object> arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;
    private boolean reordered;
    private boolean goodIndex;

    private GoFormat(Budget budget, String format, List<Object> arguments) {
        this.budget = budget;
        this.format = format;
        this.arguments = arguments;
    }

    static String format(Budget budget, String format, List<Object> arguments)
            throws BuiltinException {
        var run = new GoFormat(budget, format, arguments);
        run.all();
        return run.out.toString();
    }

    private void all() throws BuiltinException {
        budget.output(format.length());
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                break;
            }
            out.append(format, at, percent);
            at = percent + 1;
            directive();
        }
        if (!reordered && next < arguments.size()) {
            extra();
        }
    }

    private void directive() throws BuiltinException {
        goodIndex = true;
        boolean sharp = false;
        boolean plus = false;
        boolean minus = false;
        boolean space = false;
        boolean zero = false;
        for (; at < format.length() && "#0+- ".indexOf(format.charAt(at)) >= 0; at++) {
            switch (format.charAt(at)) {
                case '#' -> sharp = true;
                case '0' -> zero = true;
                case '+' -> plus = true;
                case '-' -> minus = true;
                default -> space = true;
            }
        }
        boolean afterIndex = index();
        int width = -1;
        if (peek('*')) {
            at++;
            var given = intArgument();
            if (given == null) {
                out.append("%!(BADWIDTH)");
            } else if (given < 0) {
                width = -given;
                minus = true;
                zero = false;
            } else {
                width = given;
            }
            afterIndex = false;
        } else {
            width = number();
            if (afterIndex && width >= 0) {
                goodIndex = false;
            }
        }
        int precision = -1;
        if (at + 1 < format.length() && peek('.')) {
            at++;
            if (afterIndex) {
                goodIndex = false;
            }
            afterIndex = index();
            if (peek('*')) {
                at++;
                var given = intArgument();
                if (given == null || given < 0) {
                    out.append("%!(BADPREC)");
                } else {
                    precision = given;
                }
                afterIndex = false;
            } else {
                precision = Math.max(0, number());
            }
        }
        if (!afterIndex) {
            index();
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        verb(verb, new GoFlags(sharp, plus, minus, space, zero, width, precision));
    }

    private void verb(int verb, GoFlags flags) throws BuiltinException {
        if (verb == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (next >= arguments.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            append(arguments.get(next), verb, flags);
            next++;
        }
    }

    private void append(Object argument, int verb, GoFlags flags) throws BuiltinException {
        budget.output((long) Math.max(0, flags.width()) + Math.max(0, flags.precision()));
        var text = GoVerbs.format(argument, verb, flags);
        budget.output(text.length());
        out.append(text);
    }

    private void extra() throws BuiltinException {
        out.append("%!(EXTRA ");
        for (int i = next; i < arguments.size(); i++) {
            if (i > next) {
                out.append(", ");
            }
            out.append(GoVerbs.typeName(arguments.get(i))).append('=');
            append(arguments.get(i), 'v', GoFlags.NONE);
        }
        out.append(')');
    }

    private boolean peek(char wanted) {
        return at < format.length() && format.charAt(at) == wanted;
    }

    /// Takes an argument index such as `[2]`; gives whether one was there.
    private boolean index() {
        if (!peek('[')) {
            return false;
        }
        reordered = true;
        int close = format.indexOf(']', at + 1);
        if (close < 0 || format.length() - at < 3) {
            goodIndex = false;
            at++;
            return false;
        }
        int index = digits(at + 1, close);
        at = close + 1;
        if (index >= 1 && index <= arguments.size()) {
            next = index - 1;
            return true;
        }
        goodIndex = false;
        return index >= 0;
    }

    /// The number that fills a range of the format, or -1.
    private int digits(int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = format.charAt(i);
            if (c < '0' || c > '9' || value > MOST) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return from == to ? -1 : value;
    }

    /// Takes digits at this place; -1 for none. A number far too large swallows the format.
    private int number() {
        int start = at;
        int value = 0;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            if (value > MOST) {
                at = format.length();
                return -1;
            }
            value = value * 10 + (format.charAt(at) - '0');
            at++;
        }
        return at == start ? -1 : value;
    }

    private @Nullable Integer intArgument() {
        if (next >= arguments.size()) {
            return null;
        }
        var argument = arguments.get(next);
        next++;
        return argument instanceof Long value && value >= -MOST && value <= MOST
                ? Integer.valueOf(value.intValue())
                : null;
    }

    /// The argument as Go knows it: a long, a big integer, a double or a string.
    static Object argument(RegoValue value) {
        return switch (value) {
            case RegoString string -> string.value();
            case RegoNumber number -> number(number);
            default -> value.toString();
        };
    }

    private static Object number(RegoNumber number) {
        if (number.isWrittenAsInteger()) {
            return number.isLong() ? (Object) number.asLong() : (Object) number.toBigInteger();
        }
        double real = number.doubleValue();
        if (real == 0 && number.toString().startsWith("-")) {
            return -0.0;
        }
        return Double.isInfinite(real) ? (Object) number.toString() : (Object) real;
    }
}
