package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Term.Call;
import dev.fiducia.policy.syntax.Term.Comprehension;
import dev.fiducia.policy.syntax.Term.Ref;
import dev.fiducia.policy.syntax.Term.Template;
import dev.fiducia.policy.syntax.Term.Var;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads terms, infix operators by precedence climbing.
abstract class TermParser extends CompositeParser {
    private record Operator(String builtin, int precedence) {}

    private static final Map<String, Operator> OPERATORS =
            Map.ofEntries(
                    Map.entry("==", new Operator("equal", 1)),
                    Map.entry("!=", new Operator("neq", 1)),
                    Map.entry("<", new Operator("lt", 1)),
                    Map.entry(">", new Operator("gt", 1)),
                    Map.entry("<=", new Operator("lte", 1)),
                    Map.entry(">=", new Operator("gte", 1)),
                    Map.entry("|", new Operator("or", 2)),
                    Map.entry("&", new Operator("and", 3)),
                    Map.entry("+", new Operator("plus", 4)),
                    Map.entry("-", new Operator("minus", 4)),
                    Map.entry("*", new Operator("mul", 5)),
                    Map.entry("/", new Operator("div", 5)),
                    Map.entry("%", new Operator("rem", 5)));

    TermParser(String path, List<Token> tokens, Limits limits) {
        super(path, tokens, limits);
    }

    abstract List<Literal.With> withs() throws SyntaxException;

    /// A term with operators; `k, v in xs` only where a comma cannot mean anything else.
    @Override
    final Term expression(boolean keyValue) throws SyntaxException {
        enter();
        Position at = here();
        Term left = binary(1);
        if (keyValue && at(",")) {
            Term pair = pair(left, at);
            left = pair == null ? left : pair;
        }
        int chained = 0;
        while (acceptKeyword("in")) {
            bound(++chained);
            left = infix("internal.member_2", List.of(left, binary(1)), at);
        }
        leave();
        return left;
    }

    /// `, v in xs` after a key, or null where the comma separates something else.
    private @Nullable Term pair(Term key, Position at) throws SyntaxException {
        int start = mark();
        int depth = depth();
        try {
            advance();
            Term value = binary(1);
            if (acceptKeyword("in")) {
                return infix("internal.member_3", List.of(key, value, binary(1)), at);
            }
        } catch (SyntaxException e) {
            rethrowLimit(e);
        }
        reset(start);
        depth(depth);
        return null;
    }

    private Term binary(int minimum) throws SyntaxException {
        Position at = here();
        Term left = operand();
        int chained = 0;
        while (peek().kind() == Token.Kind.SYMBOL) {
            Operator operator = OPERATORS.get(peek().text());
            if (operator == null || operator.precedence() < minimum) {
                return left;
            }
            bound(++chained);
            advance();
            Term right = binary(operator.precedence() + 1);
            left = infix(operator.builtin(), List.of(left, right), at);
        }
        return left;
    }

    private static Term infix(String name, List<Term> arguments, Position at) {
        return new Call(new Var(name, at), arguments, true, at);
    }

    /// A term without operators.
    @Override
    final Term operand() throws SyntaxException {
        enter();
        Token token = peek();
        Position at = positionOf(token);
        Term term =
                switch (token.kind()) {
                    case NUMBER -> new Term.NumberLiteral(advance().text(), at);
                    case STRING -> new Term.StringLiteral(advance().text(), at);
                    case TEMPLATE_START -> template(at);
                    case NAME -> named(at);
                    case SYMBOL -> bracketed(token, at);
                    case TEMPLATE_TEXT, TEMPLATE_END, END -> throw unexpected("a term");
                };
        leave();
        return term;
    }

    private Term bracketed(Token token, Position at) throws SyntaxException {
        return switch (token.text()) {
            case "[", "{" -> suffixes(composite(at), at);
            case "(" -> {
                advance();
                Term inner = expression(true);
                expect(")", "to close the parenthesis");
                yield suffixes(inner, at);
            }
            case "-" -> {
                advance();
                yield negative(at);
            }
            case "." -> new Term.NumberLiteral(fraction(), at);
            default -> throw unexpected("a term");
        };
    }

    /// A negative number, or nought less a reference.
    private Term negative(Position at) throws SyntaxException {
        if (peek().kind() == Token.Kind.NUMBER) {
            return new Term.NumberLiteral("-" + advance().text(), at);
        }
        if (at(".")) {
            return new Term.NumberLiteral("-" + fraction(), at);
        }
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected("a number or a reference after '-'");
        }
        return infix("minus", List.of(new Term.NumberLiteral("0", at), named(here())), at);
    }

    /// `.5`.
    private String fraction() throws SyntaxException {
        advance();
        if (peek().kind() != Token.Kind.NUMBER || peek().text().indexOf('.') >= 0) {
            throw unexpected("a number");
        }
        return "0." + advance().text();
    }

    private Term named(Position at) throws SyntaxException {
        if (isReserved(0)) {
            Term constant =
                    switch (peek().text()) {
                        case "null" -> new Term.NullLiteral(at);
                        case "true" -> new Term.BooleanLiteral(true, at);
                        case "false" -> new Term.BooleanLiteral(false, at);
                        default -> null;
                    };
            // `contains(x, y)` and the like stay calls of the built-in.
            boolean call = peek(1).isSymbol("(") && !peek(1).spaceBefore();
            if (constant != null) {
                advance();
                return constant;
            }
            boolean reference = peek(1).isSymbol("[") && !peek(1).spaceBefore();
            if (!reference && !(call && peek().isName("contains"))) {
                throw unexpected("a term");
            }
        }
        if (peek().isName("set") && peek(1).isSymbol("(") && peek(2).isSymbol(")")) {
            advance();
            advance();
            advance();
            return suffixes(new Term.SetTerm(List.of(), at), at);
        }
        return suffixes(new Var(advance().text(), at), at);
    }

    /// `.name`, `[term]` and `(arguments)`, each without space before it.
    private Term suffixes(Term head, Position at) throws SyntaxException {
        Term term = head;
        List<Term> operands = new ArrayList<>();
        while (peek().kind() == Token.Kind.SYMBOL && !peek().spaceBefore()) {
            if (at(".")) {
                advance();
                operands.add(dotted());
            } else if (at("[")) {
                advance();
                operands.add(expression(true));
                expect("]", "after an index");
            } else if (at("(") && isOperator(term, operands)) {
                Term operator = operands.isEmpty() ? term : new Ref(term, operands, at);
                advance();
                term = new Call(operator, list(")"), false, at);
                operands = new ArrayList<>();
            } else {
                break;
            }
        }
        return operands.isEmpty() ? term : new Ref(term, operands, at);
    }

    private static boolean isOperator(Term term, List<Term> operands) {
        return term instanceof Var
                && operands.stream().allMatch(Term.StringLiteral.class::isInstance);
    }

    final Term dotted() throws SyntaxException {
        Token token = peek();
        if (token.kind() != Token.Kind.NAME) {
            throw unexpected("a name after '.'");
        }
        advance();
        return new Term.StringLiteral(token.text(), positionOf(token));
    }

    private Term template(Position at) throws SyntaxException {
        advance();
        List<Template.Part> parts = new ArrayList<>();
        while (peek().kind() != Token.Kind.TEMPLATE_END) {
            if (peek().kind() == Token.Kind.TEMPLATE_TEXT) {
                String text = advance().text();
                if (!text.isEmpty()) {
                    parts.add(new Template.Text(text));
                }
            } else {
                expect("{", "in a template string");
                refuseStatement();
                Term term = expression(true);
                if (at("=") || at(":=")) {
                    throw unexpected("no assignment or unification in a template string");
                }
                List<Literal.With> withs = withs();
                expect("}", "to close the expression in a template string");
                parts.add(new Template.Hole(term, withs));
            }
        }
        advance();
        return new Template(parts, at);
    }

    /// Whether the term has a value without any variable.
    static boolean isGround(Term term) {
        return switch (term) {
            case Term.Scalar s -> true;
            case Term.ArrayTerm a -> a.items().stream().allMatch(TermParser::isGround);
            case Term.SetTerm s -> s.items().stream().allMatch(TermParser::isGround);
            case Term.ObjectTerm o ->
                    o.entries().stream().allMatch(e -> isGround(e.key()) && isGround(e.value()));
            case Var v -> false;
            case Ref r -> false;
            case Call c -> false;
            case Comprehension c -> false;
            case Template t -> false;
        };
    }

    private void refuseStatement() throws SyntaxException {
        for (String keyword : List.of("not", "some", "every")) {
            if (atKeyword(keyword)) {
                throw unexpected("a term in a template string");
            }
        }
    }
}
