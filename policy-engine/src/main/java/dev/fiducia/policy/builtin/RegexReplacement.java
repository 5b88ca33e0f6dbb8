package dev.fiducia.policy.builtin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import java.util.ArrayList;
import java.util.List;

/// A replacement in Go's syntax: `$name` takes the longest run of letters, digits and underscores
/// (`$1x` is the group named `1x`), `${name}` is exact, `$$` is a dollar; what names no group is
/// empty.
final class RegexReplacement {
    private static final int NO_GROUP = -1;

    /// A literal, or where `group` is not [#NO_GROUP] a group.
    private record Part(String literal, int group) {}

    private final List<Part> parts = new ArrayList<>();

    RegexReplacement(String template, Pattern pattern) {
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            literal(template.substring(at, dollar));
            at = dollar + 1;
            if (template.startsWith("$", at)) {
                literal("$");
                at++;
                continue;
            }
            boolean braced = template.startsWith("{", at);
            int start = braced ? at + 1 : at;
            int end = start;
            while (end < template.length() && isName(template.codePointAt(end))) {
                end += Character.charCount(template.codePointAt(end));
            }
            if (end == start || (braced && !template.startsWith("}", end))) {
                literal("$");
                continue;
            }
            int group = group(template.substring(start, end), pattern);
            if (group != NO_GROUP) {
                parts.add(new Part("", group));
            }
            at = braced ? end + 1 : end;
        }
        literal(template.substring(at));
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, NO_GROUP));
        }
    }

    private static boolean isName(int point) {
        return point == '_' || Character.isLetter(point) || Character.isDigit(point);
    }

    private static int group(String name, Pattern pattern) {
        if (name.matches("[0-9]{1,8}") && (name.equals("0") || name.charAt(0) != '0')) {
            int group = Integer.parseInt(name);
            return group <= pattern.groupCount() ? group : NO_GROUP;
        }
        return pattern.namedGroups().getOrDefault(name, NO_GROUP);
    }

    void append(Matcher matcher, StringBuilder out) {
        for (var part : parts) {
            if (part.group() == NO_GROUP) {
                out.append(part.literal());
            } else {
                var text = matcher.group(part.group());
                if (text != null) {
                    out.append(text);
                }
            }
        }
    }
}
