package dev.fiducia.policy.builtin;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;

/// Compiled regular expressions (RE2, linear in the text), with bounds on what an expression may
/// blow up to, and a small cache for all evaluations.
final class Patterns {
    /// A pattern and about how many states its program has.
    record Compiled(Pattern pattern, long size) {}

    private static final int MAX_LENGTH = 64 << 10;
    private static final int MAX_DEPTH = 250;
    private static final long MAX_SIZE = 100_000;
    private static final int CACHED = 512;
    private static final int CACHED_LENGTH = 1024;
    private static final ConcurrentHashMap<String, Compiled> CACHE = new ConcurrentHashMap<>();

    private Patterns() {}

    static Compiled compile(Budget budget, String expression) throws BuiltinException {
        var known = CACHE.get(expression);
        if (known != null) {
            return known;
        }
        long size = size(expression);
        budget.step(expression.length() + size);
        Compiled compiled;
        try {
            compiled = new Compiled(Pattern.compile(expression), size);
        } catch (PatternSyntaxException e) {
            throw failed(
                    e.getDescription()
                            + (e.getPattern() == null ? "" : ": `" + e.getPattern() + "`"));
        } catch (RuntimeException e) {
            // re2j leaks IndexOutOfBounds and the like for some malformed expressions.
            throw failed("invalid expression: " + e.getMessage());
        }
        if (expression.length() <= CACHED_LENGTH && size <= CACHED_LENGTH) {
            if (CACHE.size() >= CACHED) {
                CACHE.clear();
            }
            CACHE.put(expression, compiled);
        }
        return compiled;
    }

    static BuiltinException failed(String problem) {
        return BuiltinException.failed("error parsing regexp: " + problem);
    }

    /// The size of the program after repeats are unrolled, or a failure if that is too large. Reads
    /// the expression roughly: what isn't well-formed fails later, in the compiler.
    private static long size(String expression) throws BuiltinException {
        if (expression.length() > MAX_LENGTH) {
            throw failed("expression too large");
        }
        var groups = new ArrayDeque<Long>();
        long group = 0;
        long atom = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            switch (c) {
                case '\\' -> {
                    i++;
                    group += atom;
                    atom = 1;
                }
                case '[' -> {
                    i = classEnd(expression, i);
                    group += atom;
                    atom = 1;
                }
                case '(' -> {
                    groups.push(group + atom);
                    if (groups.size() > MAX_DEPTH) {
                        throw failed("expression nests too deeply");
                    }
                    group = 0;
                    atom = 0;
                }
                case ')' -> {
                    atom = group + atom + 2;
                    group = groups.isEmpty() ? 0 : groups.pop();
                }
                case '{' -> {
                    int close = expression.indexOf('}', i);
                    long times = close < 0 ? -1 : repeats(expression.substring(i + 1, close));
                    if (times < 0) {
                        group += atom;
                        atom = 1;
                    } else {
                        atom = Math.max(1, atom) * Math.max(1, times);
                        i = close;
                    }
                }
                case '*', '+', '?' -> atom++;
                default -> {
                    group += atom;
                    atom = 1;
                }
            }
            if (group + atom > MAX_SIZE) {
                throw failed("expression too large");
            }
        }
        for (long outer : groups) {
            group += outer;
        }
        return group + atom;
    }

    private static int classEnd(String expression, int open) {
        int i = open + 1;
        if (i < expression.length() && expression.charAt(i) == '^') {
            i++;
        }
        if (i < expression.length() && expression.charAt(i) == ']') {
            i++;
        }
        while (i < expression.length() && expression.charAt(i) != ']') {
            if (expression.charAt(i) == '\\') {
                i++;
            } else if (expression.startsWith("[:", i)) {
                int close = expression.indexOf(":]", i + 2);
                i = close < 0 ? i : close + 1;
            }
            i++;
        }
        return i;
    }

    /// The larger bound of `n`, `n,` or `n,m`; -1 for other texts.
    private static long repeats(String bounds) {
        int comma = bounds.indexOf(',');
        String low = comma < 0 ? bounds : bounds.substring(0, comma);
        String high = comma < 0 || comma == bounds.length() - 1 ? low : bounds.substring(comma + 1);
        return !low.matches("[0-9]{1,6}") || !high.matches("[0-9]{1,6}")
                ? -1
                : Math.max(Long.parseLong(low), Long.parseLong(high));
    }
}
