package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoString;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;

/// One argument under one verb of Go's `fmt`.
final class GoVerbs {
    private GoVerbs() {}

    static String typeName(Object argument) {
        return switch (argument) {
            case Long _ -> "int";
            case BigInteger _ -> "*big.Int";
            case Double _ -> "float64";
            default -> "string";
        };
    }

    static String format(Object argument, int verb, GoFlags given) {
        if (verb == 'T') {
            return text(typeName(argument), given);
        }
        // `%w` is for errors, which are no values here: it takes flags as `%v` does, and is wrong.
        if ((verb != 'v' && verb != 'w') || argument instanceof BigInteger) {
            return formatted(argument, verb, given);
        }
        var flags = given.forValue();
        if (!given.sharp() || !(argument instanceof String text)) {
            return formatted(argument, verb, flags);
        }
        String quoted = flags.pad(quoted(cut(text, flags), flags));
        return verb == 'v' ? quoted : "%!w(string=" + quoted + ")";
    }

    private static String formatted(Object argument, int verb, GoFlags flags) {
        return switch (argument) {
            case Long number -> integer(number, verb, flags);
            case BigInteger number -> bigInteger(number, verb, flags);
            case Double number -> real(number, verb, flags);
            default -> string(argument.toString(), verb, flags);
        };
    }

    private static String bad(Object argument, int verb, GoFlags flags) {
        return "%!"
                + Character.toString(verb)
                + "("
                + typeName(argument)
                + "="
                + formatted(argument, 'v', flags)
                + ")";
    }

    private static String integer(long number, int verb, GoFlags flags) {
        return switch (verb) {
            case 'v', 'd' -> digits(number, 10, verb, flags);
            case 'b' -> digits(number, 2, verb, flags);
            case 'o', 'O' -> digits(number, 8, verb, flags);
            case 'x', 'X' -> digits(number, 16, verb, flags);
            case 'c' -> flags.pad(Character.toString(rune(number)));
            case 'q' -> flags.pad(quoteRune(rune(number), flags));
            case 'U' -> unicode(number, flags);
            default -> bad(number, verb, flags);
        };
    }

    private static int rune(long number) {
        return number < 0
                        || number > Character.MAX_CODE_POINT
                        || (number >= 0xD800 && number < 0xE000)
                ? 0xFFFD
                : (int) number;
    }

    private static String quoteRune(int rune, GoFlags flags) {
        String quoted = quoted(Character.toString(rune), flags);
        String inner = quoted.substring(1, quoted.length() - 1);
        return "'" + (rune == '"' ? "\"" : rune == '\'' ? "\\'" : inner) + "'";
    }

    private static String unicode(long number, GoFlags flags) {
        int least = flags.hasPrecision() && flags.precision() > 4 ? flags.precision() : 4;
        String hex = Long.toHexString(number).toUpperCase(Locale.ROOT);
        String text = "U+" + "0".repeat(Math.max(0, least - hex.length())) + hex;
        boolean shown = flags.sharp() && rune(number) == number && isPrint((int) number);
        return flags.withoutZero()
                .pad(shown ? text + " '" + Character.toString((int) number) + "'" : text);
    }

    private static boolean isPrint(int rune) {
        return rune == '"'
                || rune == '\\'
                || quoted(Character.toString(rune), GoFlags.NONE).indexOf('\\') < 0;
    }

    private static String digits(long number, int base, int verb, GoFlags flags) {
        boolean signed = number < 0 || flags.plus() || flags.space();
        int least = 0;
        if (flags.hasPrecision()) {
            least = flags.precision();
            if (least == 0 && number == 0) {
                return flags.withoutZero().pad("");
            }
        } else if (flags.zero() && !flags.minus() && flags.hasWidth()) {
            least = flags.width() - (signed ? 1 : 0);
        }
        String digits = Long.toString(number, base).replace("-", "");
        digits = "0".repeat(Math.max(0, least - digits.length())) + digits;
        if (flags.sharp()) {
            digits =
                    switch (base) {
                        case 2 -> "0b" + digits;
                        case 8 -> digits.startsWith("0") ? digits : "0" + digits;
                        case 16 -> "0x" + digits;
                        default -> digits;
                    };
        }
        if (verb == 'O') {
            digits = "0o" + digits;
        }
        if (verb == 'X') {
            digits = digits.toUpperCase(Locale.ROOT);
        }
        return flags.withoutZero().pad(sign(number < 0, flags) + digits);
    }

    private static String sign(boolean negative, GoFlags flags) {
        return negative ? "-" : flags.plus() ? "+" : flags.space() ? " " : "";
    }

    private static String bigInteger(BigInteger number, int verb, GoFlags flags) {
        int base =
                switch (verb) {
                    case 'b' -> 2;
                    case 'o', 'O' -> 8;
                    case 'd', 's', 'v' -> 10;
                    case 'x', 'X' -> 16;
                    default -> 0;
                };
        if (base == 0) {
            return "%!" + Character.toString(verb) + "(big.Int=" + number + ")";
        }
        String prefix =
                switch (verb) {
                    case 'b' -> flags.sharp() ? "0b" : "";
                    case 'o' -> flags.sharp() ? "0" : "";
                    case 'O' -> "0o";
                    case 'x' -> flags.sharp() ? "0x" : "";
                    case 'X' -> flags.sharp() ? "0X" : "";
                    default -> "";
                };
        String digits = number.abs().toString(base);
        if (verb == 'X') {
            digits = digits.toUpperCase(Locale.ROOT);
        }
        String sign = sign(number.signum() < 0, flags);
        int zeros = Math.max(0, flags.precision() - digits.length());
        int missing = flags.width() - sign.length() - prefix.length() - zeros - digits.length();
        if (missing > 0 && !flags.minus() && flags.zero() && !flags.hasPrecision()) {
            zeros = missing;
        }
        return flags.withoutZero().pad(sign + prefix + "0".repeat(zeros) + digits);
    }

    private static String real(double number, int verb, GoFlags flags) {
        return switch (verb) {
            case 'v', 'g' -> GoReals.format(number, 'g', -1, flags);
            case 'G', 'b', 'x', 'X' -> GoReals.format(number, (char) verb, -1, flags);
            case 'e', 'E', 'f' -> GoReals.format(number, (char) verb, 6, flags);
            case 'F' -> GoReals.format(number, 'f', 6, flags);
            default -> bad(number, verb, flags);
        };
    }

    private static String string(String text, int verb, GoFlags flags) {
        return switch (verb) {
            case 's', 'v' -> text(text, flags);
            case 'q' -> quote(cut(text, flags), flags);
            case 'x', 'X' -> hex(text, verb == 'X', flags);
            default -> bad(text, verb, flags);
        };
    }

    private static String text(String text, GoFlags flags) {
        return flags.pad(cut(text, flags));
    }

    private static String cut(String text, GoFlags flags) {
        return flags.hasPrecision() && flags.precision() < text.codePointCount(0, text.length())
                ? text.substring(0, text.offsetByCodePoints(0, flags.precision()))
                : text;
    }

    private static String quote(String text, GoFlags flags) {
        return flags.pad(flags.sharp() && isRaw(text) ? "`" + text + "`" : quoted(text, flags));
    }

    /// Whether the text can stand between back quotes.
    private static boolean isRaw(String text) {
        return text.chars()
                .noneMatch(c -> (c < ' ' && c != '\t') || c == '`' || c == 0x7F || c == 0xFEFF);
    }

    /// The quoted form; with a plus in ASCII only.
    private static String quoted(String text, GoFlags flags) {
        String quoted = RegoString.of(text).toString();
        if (!flags.plus()) {
            return quoted;
        }
        var ascii = new StringBuilder();
        quoted.codePoints()
                .forEach(point -> {
                    if (point < 0x80) {
                        ascii.append((char) point);
                    } else if (point < 0x10000) {
                        ascii.append("\\u").append(HexFormat.of().toHexDigits((char) point));
                    } else {
                        ascii.append("\\U").append(HexFormat.of().toHexDigits(point));
                    }
                });
        return ascii.toString();
    }

    private static String hex(String text, boolean upper, GoFlags flags) {
        var bytes = RegoString.of(text).bytes();
        int length =
                flags.hasPrecision() ? Math.min(flags.precision(), bytes.length) : bytes.length;
        if (length == 0) {
            return flags.pad("");
        }
        var format = upper ? HexFormat.of().withUpperCase() : HexFormat.of();
        String prefix = flags.sharp() ? (upper ? "0X" : "0x") : "";
        if (flags.space()) {
            format = HexFormat.ofDelimiter(" ").withPrefix(prefix);
            prefix = "";
            if (upper) {
                format = format.withUpperCase();
            }
        }
        return flags.pad(prefix + format.formatHex(bytes, 0, length));
    }
}
