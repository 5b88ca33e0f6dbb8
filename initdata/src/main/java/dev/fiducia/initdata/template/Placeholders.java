package dev.fiducia.initdata.template;

import dev.fiducia.initdata.Names;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds `${name}` in texts and puts values there. `$${` stands for `${` itself. A line that
/// mentions a parameter without value is left out.
final class Placeholders {
    private static final Pattern ANY = Pattern.compile("\\$?\\$\\{([^}\n]{0,200})}?");
    private static final Pattern WHOLE = Pattern.compile("\\$\\{([a-z][a-z0-9_]{0,63})}");

    private final Map<String, Parameter> parameters;
    private final Map<String, String> values;

    /// @param values in canonical form, for some of the parameters
    Placeholders(Map<String, Parameter> parameters, Map<String, String> values) {
        this.parameters = parameters;
        this.values = values;
    }

    /// How a value is written in the language of a text.
    @FunctionalInterface
    interface Quotation {
        String quote(ParameterType type, String value);
    }

    /// The value when a text is one placeholder and nothing else, else the text with its
    /// placeholders filled; empty when there is no value.
    ///
    /// @param quotation nothing where no value can be put inside of other text
    Optional<String> whole(String text, String where, Optional<Quotation> quotation)
            throws TemplateException {
        Matcher matcher = WHOLE.matcher(text.strip());
        if (matcher.matches()) {
            Parameter parameter = declared(matcher.group(1), where);
            return Optional.ofNullable(values.get(parameter.name()));
        }
        return Optional.of(fill(text, where, quotation));
    }

    private String fill(String text, String where, Optional<Quotation> quotation)
            throws TemplateException {
        StringBuilder filled = new StringBuilder(text.length());
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end + 1;
            line(text.substring(start, end), where, quotation).ifPresent(filled::append);
            start = end;
        }
        return filled.toString();
    }

    private Optional<String> line(String line, String where, Optional<Quotation> quotation)
            throws TemplateException {
        StringBuilder filled = new StringBuilder(line.length());
        Matcher matcher = ANY.matcher(line);
        boolean isComplete = true;
        while (matcher.find()) {
            String found = matcher.group();
            if (found.startsWith("$$")) {
                matcher.appendReplacement(filled, Matcher.quoteReplacement(found.substring(1)));
                continue;
            }
            if (!WHOLE.matcher(found).matches()) {
                throw new TemplateException(
                        TemplateException.Code.MALFORMED,
                        where
                                + ": "
                                + Names.shown(found)
                                + " is no placeholder such as ${kbs_url}; write $${ for the"
                                + " characters themselves");
            }
            Parameter parameter = declared(matcher.group(1), where);
            if (quotation.isEmpty() || parameter.type() == ParameterType.TEXT) {
                throw new TemplateException(
                        TemplateException.Code.MALFORMED,
                        where + ": ${" + parameter.name() + "} can only stand there alone");
            }
            String value = values.get(parameter.name());
            isComplete &= value != null;
            matcher.appendReplacement(
                    filled,
                    Matcher.quoteReplacement(
                            value == null ? "" : quotation.get().quote(parameter.type(), value)));
        }
        matcher.appendTail(filled);
        return isComplete ? Optional.of(filled.toString()) : Optional.empty();
    }

    private Parameter declared(String name, String where) throws TemplateException {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new TemplateException(
                    TemplateException.Code.UNKNOWN_PARAMETER,
                    where
                            + ": ${"
                            + name
                            + "} is not declared: add [parameters."
                            + name
                            + "] with a type");
        }
        return parameter;
    }
}
