package dev.fiducia.policy.schema;

import com.google.re2j.Pattern;

import dev.fiducia.policy.text.BoundedPattern;
import dev.fiducia.policy.text.GoUrl;
import dev.fiducia.policy.text.IpText;
import dev.fiducia.policy.text.PatternRefused;
import dev.fiducia.policy.value.RegoString;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/// The formats that strings may be asked to have. A format that is not known fits everything.
final class Formats {
    private static final String LABEL = "([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])";
    private static final Pattern HOSTNAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern UUID =
            Pattern.compile("(?i)[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}");
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~0|~1)*)*");
    private static final Pattern RELATIVE_POINTER =
            Pattern.compile("(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)");
    private static final Pattern TEMPLATE = Pattern.compile("([^{]*(\\{[^}]*\\})?)*");
    private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
    private static final Pattern TIME =
            Pattern.compile("([01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.,][0-9]+)?");
    private static final Pattern ZONE = Pattern.compile("Z|[+-]([01][0-9]|2[0-4]):[0-5][0-9]");
    private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\-\u0080-\uffff]+";
    private static final String DOTTED = ATOM + "(\\." + ATOM + ")*";
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(" + DOTTED + "|\"[^\"\\\\\r\n]*\")@(" + DOTTED + "|\\[[^\\[\\]\\\\]*\\])");
    private static final int MAX_HOSTNAME = 255;
    private static final int DATE_LENGTH = 10;

    private Formats() {}

    static boolean fits(Meter meter, String format, RegoString string) throws SchemaException {
        String text = string.value();
        return switch (format) {
            case "date" -> isDate(text);
            case "time" -> isTime(text);
            case "date-time" -> isDate(text) || isTime(text) || isDateTime(text);
            case "hostname" -> HOSTNAME.matches(text) && string.bytes().length <= MAX_HOSTNAME;
            case "email", "idn-email" -> isAddress(text);
            case "ipv4" -> text.indexOf('.') >= 0 && isIp(text);
            case "ipv6" -> text.indexOf(':') >= 0 && isIp(text);
            case "uri", "iri" -> isUrl(string, true);
            case "uri-reference", "iri-reference" -> isUrl(string, false);
            case "uri-template" -> isUrl(string, false) && TEMPLATE.matches(text);
            case "uuid" -> UUID.matches(text);
            case "regex" -> isPattern(meter, text);
            case "json-pointer" -> POINTER.matches(text);
            case "relative-json-pointer" -> RELATIVE_POINTER.matches(text);
            default -> true;
        };
    }

    private static boolean isDate(String text) {
        var parts = DATE.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        try {
            LocalDate.of(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        if (TIME.matches(text)) {
            return true;
        }
        int zone = text.endsWith("Z") ? text.length() - 1 : text.length() - "+00:00".length();
        return zone > 0
                && ZONE.matches(text.substring(zone))
                && TIME.matches(text.substring(0, zone));
    }

    private static boolean isDateTime(String text) {
        return text.length() > DATE_LENGTH
                && text.charAt(DATE_LENGTH) == 'T'
                && isDate(text.substring(0, DATE_LENGTH))
                && !TIME.matches(text.substring(DATE_LENGTH + 1))
                && isTime(text.substring(DATE_LENGTH + 1));
    }

    /// An address alone, or one in angle brackets after a name.
    private static boolean isAddress(String text) {
        String plain = text.strip();
        int open = plain.lastIndexOf('<');
        if (open < 0 || !plain.endsWith(">")) {
            return ADDRESS.matches(plain);
        }
        return plain.indexOf('<') == open
                && ADDRESS.matches(plain.substring(open + 1, plain.length() - 1).strip());
    }

    private static boolean isIp(String text) {
        return IpText.isV4(text) || IpText.isV6(text);
    }

    private static boolean isUrl(RegoString string, boolean absolute) {
        String bytewise = new String(string.bytes(), StandardCharsets.ISO_8859_1);
        return bytewise.indexOf('\\') < 0 && GoUrl.isValid(bytewise, absolute);
    }

    private static boolean isPattern(Meter meter, String text) throws SchemaException {
        try {
            meter.step(BoundedPattern.size(text));
            BoundedPattern.compile(text);
            return true;
        } catch (PatternRefused e) {
            if (e.isLimit()) {
                throw SchemaException.beyond("format 'regex': " + e.problem());
            }
            return false;
        }
    }
}
