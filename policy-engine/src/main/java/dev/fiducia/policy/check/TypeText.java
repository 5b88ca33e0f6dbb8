package dev.fiducia.policy.check;

import dev.fiducia.policy.check.Signature.Parameter;
import dev.fiducia.policy.check.Type.Any;
import dev.fiducia.policy.check.Type.ArrayOf;
import dev.fiducia.policy.check.Type.ObjectOf;
import dev.fiducia.policy.check.Type.Others;
import dev.fiducia.policy.check.Type.Scalar;
import dev.fiducia.policy.check.Type.SetOf;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the notation that types print themselves in, and signatures written with it.
final class TypeText {
    private final String text;
    private int at;

    private TypeText(String text) {
        this.text = text;
    }

    /// `name(a: number, any) b: string`; `-` stands for no result.
    static Signature signature(String line) {
        TypeText reader = new TypeText(line);
        int open = line.indexOf('(');
        String name = line.substring(0, open);
        reader.at = open + 1;
        List<Parameter> parameters = new ArrayList<>();
        while (!reader.accept(')')) {
            parameters.add(reader.parameter());
            reader.accept(',');
        }
        Parameter result = reader.text.endsWith(") -") ? null : reader.parameter();
        if (result != null && reader.at != line.length()) {
            throw new IllegalArgumentException("more than a signature: " + line);
        }
        return new Signature(name, parameters, result);
    }

    /// Names may hold spaces; what stands before a colon is one.
    private Parameter parameter() {
        int end = at;
        while (end < text.length() && (isWordPart(text.charAt(end)) || text.charAt(end) == ' ')) {
            end++;
        }
        if (end == text.length() || text.charAt(end) != ':') {
            return new Parameter(null, type());
        }
        String name = text.substring(at, end).strip();
        at = end + 1;
        return new Parameter(name, type());
    }

    private Type type() {
        String word = word();
        return switch (word) {
            case "null" -> Scalar.NULL;
            case "boolean" -> Scalar.BOOLEAN;
            case "number" -> Scalar.NUMBER;
            case "string" -> Scalar.STRING;
            case "any" -> new Any(list());
            case "array" -> new ArrayOf(list(), bracket());
            case "set" -> {
                Type of = bracket();
                yield new SetOf(of == null ? Type.ANY : of);
            }
            case "object" -> object();
            default -> throw new IllegalArgumentException("no type: " + word + " in " + text);
        };
    }

    private List<Type> list() {
        List<Type> types = new ArrayList<>();
        if (accept('<')) {
            while (!accept('>')) {
                types.add(type());
                accept(',');
            }
        }
        return types;
    }

    private @Nullable Type bracket() {
        if (!accept('[')) {
            return null;
        }
        Type type = type();
        expect(']');
        return type;
    }

    private Type object() {
        Map<RegoValue, Type> known = new LinkedHashMap<>();
        if (accept('<')) {
            while (!accept('>')) {
                String key = word();
                expect(':');
                known.put(RegoString.of(key), type());
                accept(',');
            }
        }
        Others others = null;
        if (accept('[')) {
            Type key = type();
            expect(':');
            others = new Others(key, type());
            expect(']');
        }
        return new ObjectOf(known, others);
    }

    private String word() {
        skip();
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private void skip() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean accept(char c) {
        skip();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw new IllegalArgumentException("expected " + c + " at " + at + " in " + text);
        }
    }
}
