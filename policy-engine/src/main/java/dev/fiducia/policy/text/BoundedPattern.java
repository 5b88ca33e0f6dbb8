package dev.fiducia.policy.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import java.util.ArrayDeque;

/// A regular expression in RE2's syntax: linear in the text, and bounded in what its own repeats
/// may blow up to.
///
/// @param size about how many states its program has
public record BoundedPattern(Pattern pattern, long size) {
    private static final int MAX_LENGTH = 64 << 10;
    private static final int MAX_DEPTH = 250;
    private static final long MAX_SIZE = 100_000;

    /// Compiles an expression whose size was asked for before.
    public static BoundedPattern compile(String expression) throws PatternRefused {
        long size = size(expression);
        try {
            return new BoundedPattern(Pattern.compile(expression), size);
        } catch (PatternSyntaxException e) {
            throw new PatternRefused(
                    e.getDescription()
                            + (e.getPattern() == null ? "" : ": `" + e.getPattern() + "`"));
        } catch (RuntimeException e) {
            // re2j leaks IndexOutOfBounds and the like for some malformed expressions.
            throw new PatternRefused("invalid expression: " + e.getMessage());
        }
    }

    /// Whether a part of the text matches.
    public boolean find(String text) {
        return pattern.matcher(text).find();
    }

    /// What one run over a text costs, in steps.
    public long cost(String text) {
        return (long) (text.length() + 1) * (size / 16 + 1);
    }

    /// The size of the program after repeats are unrolled, or a failure if that is too large. Reads
    /// the expression roughly: what isn't well-formed fails later, in the compiler.
    public static long size(String expression) throws PatternRefused {
        if (expression.length() > MAX_LENGTH) {
            throw new PatternRefused("expression too large", true);
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
                        throw new PatternRefused("expression nests too deeply", true);
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
                throw new PatternRefused("expression too large", true);
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
