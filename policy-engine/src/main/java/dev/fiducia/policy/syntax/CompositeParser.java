package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Term.Comprehension;
import dev.fiducia.policy.syntax.Term.Entry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads what stands between brackets and braces: arrays, sets, objects and comprehensions.
abstract class CompositeParser extends TokenReader {
    /// A term between brackets with the place after it.
    private record Composite(Term term, int end) {}

    private final Map<Integer, Composite> composites = new HashMap<>();

    CompositeParser(String path, List<Token> tokens, Limits limits) {
        super(path, tokens, limits);
    }

    abstract Term expression(boolean keyValue) throws SyntaxException;

    abstract Term operand() throws SyntaxException;

    abstract Body bodyUntil(String close) throws SyntaxException;

    /// An array, set, object or comprehension. What was read is remembered: text where a bar may
    /// begin a body or be a union is read twice, and nested text must not double with every level.
    final Term composite(Position at) throws SyntaxException {
        int start = mark();
        Composite known = composites.get(start);
        if (known != null) {
            reset(known.end());
            return known.term();
        }
        Term term = at("[") ? array(at) : braces(at);
        composites.put(start, new Composite(term, mark()));
        return term;
    }

    final List<Term> list(String close) throws SyntaxException {
        List<Term> items = new ArrayList<>();
        listFrom(items, close);
        return items;
    }

    private void listFrom(List<Term> items, String close) throws SyntaxException {
        while (!accept(close)) {
            items.add(expression(false));
            if (!at(close)) {
                expect(",", "or '" + close + "' in a list");
            }
        }
    }

    private Term array(Position at) throws SyntaxException {
        advance();
        if (accept("]")) {
            return new Term.ArrayTerm(List.of(), at);
        }
        boolean afterComma = accept(",");
        int start = mark();
        Term first = operand();
        int end = mark();
        if (at("|") && !afterComma) {
            Body body = tryBody("]");
            if (body != null) {
                return new Comprehension(Comprehension.Kind.ARRAY, null, first, body, at);
            }
        }
        return new Term.ArrayTerm(items(whole(first, start, end), "]", "a list"), at);
    }

    /// The whole expression that begins with this operand, which ended there.
    private Term whole(Term first, int start, int end) throws SyntaxException {
        reset(end);
        if (at(",") || at("]") || at("}") || at(":")) {
            return first;
        }
        reset(start);
        return expression(false);
    }

    private List<Term> items(Term first, String close, String where) throws SyntaxException {
        List<Term> items = new ArrayList<>();
        items.add(first);
        if (!at(close)) {
            expect(",", "or '" + close + "' in " + where);
        }
        listFrom(items, close);
        return items;
    }

    /// A comprehension, a set, or an object, whose first key may hold operators.
    private Term braces(Position at) throws SyntaxException {
        advance();
        if (accept("}")) {
            return new Term.ObjectTerm(List.of(), at);
        }
        boolean afterComma = accept(",");
        int start = mark();
        Term first = operand();
        int end = mark();
        if (at("|") && !afterComma) {
            Body body = tryBody("}");
            if (body != null) {
                return new Comprehension(Comprehension.Kind.SET, null, first, body, at);
            }
        }
        first = whole(first, start, end);
        return at(":")
                ? object(first, !afterComma, at)
                : new Term.SetTerm(items(first, "}", "a set"), at);
    }

    private Term object(Term firstKey, boolean mayComprehend, Position at) throws SyntaxException {
        expect(":", "after a key");
        int start = mark();
        Term firstValue = operand();
        int end = mark();
        if (at("|") && mayComprehend) {
            Body body = tryBody("}");
            if (body != null) {
                return new Comprehension(Comprehension.Kind.OBJECT, firstKey, firstValue, body, at);
            }
        }
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(firstKey, whole(firstValue, start, end)));
        while (!accept("}")) {
            expect(",", "or '}' in an object");
            if (accept("}")) {
                break;
            }
            Term key = expression(false);
            expect(":", "after a key");
            entries.add(new Entry(key, expression(false)));
        }
        return new Term.ObjectTerm(entries, at);
    }

    /// A comprehension's body, or null where the bar turns out to be a union.
    private @Nullable Body tryBody(String close) throws SyntaxException {
        int depth = depth();
        advance();
        try {
            return bodyUntil(close);
        } catch (SyntaxException e) {
            rethrowLimit(e);
            if (!at(",")) {
                throw e;
            }
            depth(depth);
            return null;
        }
    }
}
