package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Term.Call;
import dev.fiducia.policy.syntax.Term.Var;

import java.util.ArrayList;
import java.util.List;

/// Reads bodies: literals separated by line breaks or semicolons.
abstract class BodyParser extends TermParser {
    BodyParser(String path, List<Token> tokens, Limits limits) {
        super(path, tokens, limits);
    }

    @Override
    final Body bodyUntil(String close) throws SyntaxException {
        List<Literal> literals = new ArrayList<>();
        while (!at(close)) {
            if (accept(";")) {
                continue;
            }
            literals.add(literal());
            if (!at(close) && !at(";") && !peek().newlineBefore()) {
                throw unexpected("a line break, ';' or '" + close + "' after an expression");
            }
        }
        if (literals.isEmpty()) {
            throw error("found empty body", peek());
        }
        advance();
        return new Body(literals);
    }

    final Literal literal() throws SyntaxException {
        enter();
        Token start = peek();
        Position at = positionOf(start);
        boolean negated = acceptKeyword("not");
        Expr expr;
        if (atKeyword("some")) {
            refuseNegation(negated, "some", start);
            expr = some();
        } else if (atKeyword("every")) {
            refuseNegation(negated, "every", start);
            expr = every();
        } else if (negated && compoundNot && at("{")) {
            expr = group();
        } else {
            expr = comparison();
        }
        Literal literal = new Literal(expr, negated, withs(), at);
        leave();
        return literal;
    }

    private void refuseNegation(boolean negated, String what, Token start) throws SyntaxException {
        if (negated) {
            throw error("illegal negation of '" + what + "'", start);
        }
    }

    private Expr group() throws SyntaxException {
        Position at = here();
        advance();
        return new Expr.Group(bodyUntil("}"), at);
    }

    private Expr comparison() throws SyntaxException {
        Position at = here();
        Term left = expression(true);
        if (accept(":=")) {
            return new Expr.Assign(left, expression(true), at);
        }
        if (accept("=")) {
            return new Expr.Unify(left, expression(true), at);
        }
        return new Expr.TermExpr(left, at);
    }

    private Expr some() throws SyntaxException {
        Position at = positionOf(advance());
        if (isDeclaration()) {
            List<Var> names = new ArrayList<>();
            do {
                Token name = advance();
                names.add(new Var(name.text(), positionOf(name)));
            } while (accept(","));
            return new Expr.SomeDecl(names, at);
        }
        Term term = expression(true);
        if (term instanceof Call call && call.infix() && call.operator() instanceof Var operator) {
            List<Term> terms = call.arguments();
            if (operator.name().equals("internal.member_2")) {
                return new Expr.SomeIn(null, terms.get(0), terms.get(1), at);
            }
            if (operator.name().equals("internal.member_3")) {
                return new Expr.SomeIn(terms.get(0), terms.get(1), terms.get(2), at);
            }
        }
        throw errorAt("expected `x in xs` or `x, y in xs` expression", term.at());
    }

    /// Whether `some` is followed by names alone.
    private boolean isDeclaration() {
        int ahead = 0;
        while (true) {
            if (peek(ahead).kind() != Token.Kind.NAME || isReserved(ahead)) {
                return false;
            }
            Token after = peek(ahead + 1);
            if (after.isSymbol(",")) {
                ahead += 2;
            } else {
                boolean suffix =
                        after.kind() == Token.Kind.SYMBOL
                                && !after.spaceBefore()
                                && (after.isSymbol(".")
                                        || after.isSymbol("[")
                                        || after.isSymbol("("));
                boolean in = after.isName("in") && isReserved(ahead + 1);
                return !suffix && !in;
            }
        }
    }

    private Expr every() throws SyntaxException {
        Position at = positionOf(advance());
        Term key = null;
        Term value = operand();
        if (accept(",")) {
            key = value;
            value = operand();
        }
        requireVariable(key == null ? value : key, "key");
        requireVariable(value, "value");
        if (!acceptKeyword("in")) {
            throw unexpected("'in' after the variables of 'every'");
        }
        Term domain = everyDomain();
        expect("{", "before the body of 'every'");
        return new Expr.Every(key, value, domain, bodyUntil("}"), at);
    }

    private Term everyDomain() throws SyntaxException {
        return expression(false);
    }

    private void requireVariable(Term term, String what) throws SyntaxException {
        if (!(term instanceof Var)) {
            throw errorAt("expected every " + what + " to be a variable", term.at());
        }
    }

    @Override
    final List<Literal.With> withs() throws SyntaxException {
        List<Literal.With> withs = new ArrayList<>();
        while (atKeyword("with")) {
            Position at = positionOf(advance());
            Term target = operand();
            if (!(target instanceof Var || target instanceof Term.Ref)) {
                throw errorAt("expected a reference after 'with'", target.at());
            }
            if (!acceptKeyword("as")) {
                throw unexpected("'as' after the target of 'with'");
            }
            withs.add(new Literal.With(target, expression(true), at));
        }
        return withs;
    }
}
