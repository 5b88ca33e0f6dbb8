package dev.fiducia.policy.builtin;

import dev.fiducia.policy.text.BoundedPattern;
import dev.fiducia.policy.text.PatternRefused;

import java.util.concurrent.ConcurrentHashMap;

/// Compiled regular expressions, charged to the budget, with a small cache for all evaluations.
final class Patterns {
    private static final int CACHED = 512;
    private static final int CACHED_LENGTH = 1024;
    private static final ConcurrentHashMap<String, BoundedPattern> CACHE =
            new ConcurrentHashMap<>();

    private Patterns() {}

    static BoundedPattern compile(Budget budget, String expression) throws BuiltinException {
        var known = CACHE.get(expression);
        if (known != null) {
            return known;
        }
        BoundedPattern compiled;
        try {
            budget.step(expression.length() + BoundedPattern.size(expression));
            compiled = BoundedPattern.compile(expression);
        } catch (PatternRefused e) {
            // Others take larger expressions: no result may count as undefined for that.
            throw e.isLimit() ? BuiltinException.limit(e.problem()) : failed(e.problem());
        }
        if (expression.length() <= CACHED_LENGTH && compiled.size() <= CACHED_LENGTH) {
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
}
