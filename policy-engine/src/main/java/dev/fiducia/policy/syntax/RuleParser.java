package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.syntax.Term.BooleanLiteral;
import dev.fiducia.policy.syntax.Term.Ref;
import dev.fiducia.policy.syntax.Term.Var;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Reads rules of both dialects; version 0 rules come out in the form that version 1 gives them.
class RuleParser extends BodyParser {
    RegoVersion version = RegoVersion.V1;

    RuleParser(String path, List<Token> tokens, Limits limits) {
        super(path, tokens, limits);
    }

    /// What the head says before its body.
    private static final class Head {
        final Var name;
        final List<Term> operands = new ArrayList<>();
        @Nullable List<Term> arguments;
        @Nullable Term contains;
        @Nullable Term value;

        Head(Var name) {
            this.name = name;
        }
    }

    /// One rule; version 0 allows several bodies after one head, each a clause.
    final void rule(List<Rule> into) throws SyntaxException {
        Token start = peek();
        Position at = positionOf(start);
        boolean isDefault = acceptKeyword("default");
        Head head = head();
        if (isDefault) {
            into.add(defaultRule(head, at));
            return;
        }
        boolean usesIf = acceptKeyword("if");
        Body body = null;
        if (usesIf) {
            body = at("{") ? braced() : single();
        } else if (at("{")) {
            if (version == RegoVersion.V1) {
                throw error("`if` keyword is required before rule body", start);
            }
            body = braced();
        }
        if (body == null && head.value == null && head.contains == null) {
            refuseBare(head, start);
        }
        List<Rule.Alternative> alternatives = alternatives();
        into.add(clause(head, usesIf, body, alternatives, at, start));
        while (body != null && !usesIf && version == RegoVersion.V0 && at("{")) {
            Position again = here();
            into.add(clause(head, false, braced(), alternatives(), again, start));
        }
    }

    private Body braced() throws SyntaxException {
        advance();
        return bodyUntil("}");
    }

    private Body single() throws SyntaxException {
        return new Body(List.of(literal()));
    }

    private void refuseBare(Head head, Token start) throws SyntaxException {
        if (version == RegoVersion.V0 && (!head.operands.isEmpty() || head.arguments != null)) {
            return;
        }
        if (!head.operands.isEmpty() && !(head.operands.getLast() instanceof Term.StringLiteral)) {
            throw error("`contains` keyword is required for partial set rules", start);
        }
        throw error("var cannot be used for rule name: expected a value or a body after it", start);
    }

    private Head head() throws SyntaxException {
        Token token = peek();
        if (token.kind() != Token.Kind.NAME || isReserved(0)) {
            throw unexpected("a rule name");
        }
        Head head = new Head(new Var(advance().text(), positionOf(token)));
        while (peek().kind() == Token.Kind.SYMBOL && !peek().spaceBefore()) {
            if (accept(".")) {
                head.operands.add(dotted());
            } else if (accept("[")) {
                head.operands.add(expression(false));
                expect("]", "after an index in a rule head");
            } else if (accept("(")) {
                head.arguments = list(")");
                break;
            } else {
                break;
            }
        }
        if (acceptKeyword("contains")) {
            if (head.arguments != null) {
                throw error(
                        "the contains keyword can only be used with rules, not functions", token);
            }
            head.contains = expression(false);
        } else if (accept(":=") || accept("=")) {
            head.value = expression(false);
        }
        return head;
    }

    private Rule defaultRule(Head head, Position at) throws SyntaxException {
        if (head.contains != null || head.value == null) {
            throw errorAt("default rule must have a value assigned to it", at);
        }
        if (atKeyword("if") || at("{")) {
            throw unexpected("no body: default rules have none");
        }
        Ref reference = new Ref(head.name, head.operands, head.name.at());
        return new Rule(
                reference, head.arguments, null, head.value, alwaysTrue(at), List.of(), true, at);
    }

    private Rule clause(
            Head head,
            boolean usesIf,
            @Nullable Body body,
            List<Rule.Alternative> alternatives,
            Position at,
            Token start)
            throws SyntaxException {
        List<Term> operands = head.operands;
        Term contains = head.contains;
        boolean bracketOnly = contains == null && head.arguments == null && operands.size() == 1;
        if (bracketOnly && !usesIf && head.value == null) {
            // Version 0: `p[x] { … }` is a partial set.
            if (version == RegoVersion.V1) {
                throw error("`contains` keyword is required for partial set rules", start);
            }
            contains = operands.getFirst();
            operands = List.of();
        }
        if (contains != null && !alternatives.isEmpty()) {
            throw errorAt(
                    "else keyword cannot be used on multi-value rules", alternatives.get(0).at());
        }
        Term value = head.value == null ? new BooleanLiteral(true, at) : head.value;
        Ref reference = new Ref(head.name, operands, head.name.at());
        Body effective = body == null ? alwaysTrue(at) : body;
        return new Rule(
                reference, head.arguments, contains, value, effective, alternatives, false, at);
    }

    private static Body alwaysTrue(Position at) {
        Expr expr = new Expr.TermExpr(new BooleanLiteral(true, at), at);
        return new Body(List.of(new Literal(expr, false, List.of(), at)));
    }

    private List<Rule.Alternative> alternatives() throws SyntaxException {
        List<Rule.Alternative> branches = new ArrayList<>();
        while (atKeyword("else")) {
            Token token = advance();
            Position at = positionOf(token);
            Term value = null;
            if (accept(":=") || accept("=")) {
                value = expression(false);
            }
            Body body = null;
            if (acceptKeyword("if")) {
                body = at("{") ? braced() : single();
            } else if (at("{")) {
                if (version == RegoVersion.V1) {
                    throw error("`if` keyword is required before else body", token);
                }
                body = braced();
            }
            if (value == null && body == null) {
                throw unexpected("a value or a body after 'else'");
            }
            if (value == null) {
                value = new BooleanLiteral(true, at);
            }
            branches.add(new Rule.Alternative(value, body == null ? alwaysTrue(at) : body, at));
        }
        return branches;
    }
}
