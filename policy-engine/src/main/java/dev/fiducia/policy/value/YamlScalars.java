package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// What a YAML scalar means, by the rules of Go's YAML libraries.
final class YamlScalars {
    private static final String TAGS = "tag:yaml.org,2002:";
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern DATE =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}.*)?");
    private static final Pattern SIXTY =
            Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");

    private YamlScalars() {}

    static RegoValue resolve(
            @Nullable String tag,
            boolean plain,
            String text,
            JsonLimits limits,
            YamlReading reading)
            throws RegoJsonException {
        String type = tag == null || tag.equals("!") ? (plain ? "" : "str") : known(tag);
        if (type.equals("binary")) {
            return binary(text);
        }
        if (type.equals("str") || reading == YamlReading.TEXT) {
            return RegoString.of(Utf8.scrub(text));
        }
        var value = plainValue(text, limits, reading);
        boolean fits =
                switch (type) {
                    case "" -> true;
                    case "bool" -> value instanceof RegoBoolean;
                    case "null" -> value instanceof RegoNull;
                    case "int" -> value instanceof RegoNumber number && number.isInteger();
                    case "float" -> value instanceof RegoNumber;
                    default -> value instanceof RegoString;
                };
        if (!fits) {
            throw new RegoJsonException("cannot decode `" + text + "` as a !!" + type);
        }
        return value;
    }

    /// The type that a standard tag names; any other tag leaves the text a string.
    private static String known(String tag) {
        String name = tag.startsWith(TAGS) ? tag.substring(TAGS.length()) : "str";
        return switch (name) {
            case "bool", "null", "int", "float", "binary", "timestamp" -> name;
            default -> "str";
        };
    }

    /// Whether a string that is written plainly reads back as itself.
    static boolean staysString(String text) {
        try {
            return plainValue(text, JsonLimits.DEFAULT, YamlReading.OLD) instanceof RegoString
                    && !text.equals("<<")
                    && !DATE.matcher(text).matches()
                    && !SIXTY.matcher(text).matches();
        } catch (RegoJsonException _) {
            return false;
        }
    }

    private static RegoValue plainValue(String text, JsonLimits limits, YamlReading reading)
            throws RegoJsonException {
        return switch (text) {
            case "true", "True", "TRUE" -> RegoBoolean.TRUE;
            case "false", "False", "FALSE" -> RegoBoolean.FALSE;
            case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON" ->
                    reading == YamlReading.OLD ? RegoBoolean.TRUE : RegoString.of(text);
            case "n", "N", "no", "No", "NO", "off", "Off", "OFF" ->
                    reading == YamlReading.OLD ? RegoBoolean.FALSE : RegoString.of(text);
            case "", "~", "null", "Null", "NULL" -> RegoNull.NULL;
            case ".nan",
                    ".NaN",
                    ".NAN",
                    ".inf",
                    ".Inf",
                    ".INF",
                    "+.inf",
                    "+.Inf",
                    "+.INF",
                    "-.inf",
                    "-.Inf",
                    "-.INF" ->
                    throw new RegoJsonException("json: unsupported value: " + text);
            default -> {
                char first = text.charAt(0);
                boolean numeric =
                        first == '+'
                                || first == '-'
                                || first == '.'
                                || (first >= '0' && first <= '9');
                var number =
                        numeric && !DATE.matcher(text).matches()
                                ? number(text, limits, reading)
                                : null;
                yield number == null ? RegoString.of(Utf8.scrub(text)) : number;
            }
        };
    }

    private static @Nullable RegoNumber number(
            String text, JsonLimits limits, YamlReading reading) {
        String plain = text.charAt(0) == '.' ? text : text.replace("_", "");
        if (plain.length() > limits.maxNumberLength()) {
            return null;
        }
        try {
            var whole = integer(plain);
            if (whole != null && (reading == YamlReading.OLD || isOf64Bits(whole))) {
                return RegoNumber.of(whole);
            }
            if (!FLOAT.matcher(plain).matches()) {
                return null;
            }
            double real = Double.parseDouble(plain);
            return Double.isFinite(real) ? RegoNumber.parse(jsonText(real)) : null;
        } catch (ArithmeticException _) {
            return null;
        }
    }

    private static boolean isOf64Bits(BigInteger whole) {
        return whole.signum() < 0 ? whole.bitLength() < Long.SIZE : whole.bitLength() <= Long.SIZE;
    }

    /// Go's integer literals: a sign, then a prefix for the base; a leading zero means octal.
    private static @Nullable BigInteger integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix =
                    switch (digits.charAt(1)) {
                        case 'x', 'X' -> 16;
                        case 'b', 'B' -> 2;
                        default -> 8;
                    };
            boolean prefixed = Character.isLetter(digits.charAt(1));
            if (prefixed && radix == 8 && Character.toLowerCase(digits.charAt(1)) != 'o') {
                return null;
            }
            digits = digits.substring(prefixed ? 2 : 1);
        }
        if (digits.isEmpty()) {
            return null;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) >= 0x80 || Character.digit(digits.charAt(i), radix) < 0) {
                return null;
            }
        }
        var magnitude = new BigInteger(digits, radix);
        return negative ? magnitude.negate() : magnitude;
    }

    private static RegoValue binary(String text) throws RegoJsonException {
        try {
            var bytes = Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
            return RegoString.of(Utf8.scrub(Utf8.decode(bytes)));
        } catch (IllegalArgumentException e) {
            throw new RegoJsonException("!!binary value contains invalid base64 data", e);
        }
    }

    /// A double as Go's JSON encoder writes it.
    private static String jsonText(double real) {
        double magnitude = Math.abs(real);
        boolean exponent = magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21);
        var value = new BigDecimal(Double.toString(real));
        if (!exponent) {
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        }
        return scientific(value, 1);
    }

    /// A number as it becomes the text of a key; Go's library takes fractions as floats of 32 bits.
    static String keyText(RegoNumber number) {
        return number.isInteger() ? number.toString() : goText((float) number.doubleValue());
    }

    /// `%g` with the shortest digits of a double.
    static String realText(double real) {
        return general(new BigDecimal(Double.toString(real)));
    }

    private static String goText(float real) {
        return Float.isFinite(real) ? general(new BigDecimal(Float.toString(real))) : ".inf";
    }

    private static String general(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        var plain = value.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        return exponent < -4 || exponent >= 6 ? scientific(plain, 2) : plain.toPlainString();
    }

    private static String scientific(BigDecimal value, int exponentDigits) {
        var plain = value.stripTrailingZeros();
        String digits = plain.unscaledValue().abs().toString();
        int exponent = plain.precision() - plain.scale() - 1;
        String power = Integer.toString(Math.abs(exponent));
        return (plain.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + "0".repeat(Math.max(0, exponentDigits - power.length()))
                + power;
    }
}
