package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;
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

    /// Errors after which reading went on.
    final List<Diagnostic> refusals = new ArrayList<>();

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

    /// One rule; several bodies may follow one head, each a clause.
    final void rule(List<Rule> into) throws SyntaxException {
        Position at = here();
        boolean isDefault = acceptKeyword("default");
        Head head = head();
        if (isDefault) {
            into.add(defaultRule(head, at));
            return;
        }
        boolean usesIf = acceptKeyword("if");
        boolean braced = at("{");
        Body body = usesIf ? afterIf() : braced ? braced() : null;
        if (body == null && head.value == null && head.contains == null) {
            refuseBare(head, at);
        }
        refuseVersion0(head, usesIf, body != null, at);
        List<Rule.Alternative> alternatives =
                body == null && head.contains == null ? List.of() : alternatives(head);
        into.add(clause(head, usesIf, body, alternatives, at));
        while (body != null && braced && at("{")) {
            if (!alternatives.isEmpty()) {
                throw unexpected("'else', as the rule has such a branch already");
            }
            Position again = here();
            into.add(clause(head, usesIf, braced(), List.of(), again));
        }
    }

    private Body braced() throws SyntaxException {
        advance();
        return bodyUntil("}");
    }

    private Body single() throws SyntaxException {
        return new Body(List.of(literal()));
    }

    /// One literal or a body in braces: what reads as a literal is one, unless it is a set, as sets
    /// are always true.
    private Body afterIf() throws SyntaxException {
        if (!at("{")) {
            return single();
        }
        if (peek(1).isSymbol("}")) {
            throw error("found empty body", peek(1));
        }
        int start = mark();
        int depth = depth();
        try {
            Literal literal = literal();
            if (!(literal.expr() instanceof Expr.TermExpr e && e.term() instanceof Term.SetTerm)) {
                return new Body(List.of(literal));
            }
        } catch (SyntaxException e) {
            rethrowLimit(e);
        }
        reset(start);
        depth(depth);
        return braced();
    }

    private void refuseBare(Head head, Position at) throws SyntaxException {
        if (head.operands.isEmpty() && head.arguments == null) {
            boolean meant = peek().isName("if") || peek().isName("contains");
            throw errorAt(
                    "var cannot be used for rule name"
                            + (meant
                                    ? " (hint: `import rego.v1` for `" + peek().text() + "`)"
                                    : ": expected a value or a body after it"),
                    at);
        }
        if (head.arguments != null && head.arguments.isEmpty()) {
            throw errorAt("rule argument list must take at least one argument", at);
        }
        if (version == RegoVersion.V1 && (head.arguments != null || head.operands.size() > 1)) {
            refuse(kind(head) + " must have value assignment and/or body declaration", at);
        }
    }

    /// What version 0 allows and version 1 does not.
    private void refuseVersion0(Head head, boolean usesIf, boolean hasBody, Position at) {
        if (version == RegoVersion.V0) {
            return;
        }
        if (hasBody && !usesIf) {
            refuse("`if` keyword is required before " + kind(head) + " body", at);
        }
        if (isBracketOnly(head) && !usesIf && head.value == null) {
            refuse("`contains` keyword is required for partial set rules", at);
        }
    }

    private static String kind(Head head) {
        return head.arguments == null ? "rule" : "function";
    }

    private static boolean isBracketOnly(Head head) {
        return head.contains == null && head.arguments == null && head.operands.size() == 1;
    }

    /// Notes an error after which reading can go on.
    private void refuse(String message, Position at) {
        refusals.add(Diagnostic.error("rego_parse_error", message, at));
    }

    private Head head() throws SyntaxException {
        Token token = peek();
        boolean bracket = peek(1).isSymbol("[") && !peek(1).spaceBefore();
        if (token.kind() != Token.Kind.NAME || (isReserved(0) && !bracket)) {
            throw unexpected("a rule name");
        }
        Head head = new Head(new Var(advance().text(), positionOf(token)));
        while (peek().kind() == Token.Kind.SYMBOL && !peek().spaceBefore()) {
            if (accept(".")) {
                head.operands.add(dotted());
            } else if (accept("[")) {
                head.operands.add(expression(true));
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
            head.contains = expression(true);
        } else if (accept(":=") || accept("=")) {
            head.value = expression(true);
        }
        return head;
    }

    private Rule defaultRule(Head head, Position at) throws SyntaxException {
        if (head.contains != null || head.value == null) {
            throw errorAt("illegal default rule (must have a value)", at);
        }
        DefaultRules.check(head.value, head.arguments, at);
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
            Position at) {
        List<Term> operands = head.operands;
        Term contains = head.contains;
        if (isBracketOnly(head) && !usesIf && head.value == null) {
            // Version 0: `p[x] { … }` is a partial set.
            contains = operands.getFirst();
            operands = List.of();
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

    private List<Rule.Alternative> alternatives(Head head) throws SyntaxException {
        List<Rule.Alternative> branches = new ArrayList<>();
        while (atKeyword("else")) {
            Position at = positionOf(advance());
            if (head.contains != null || (isBracketOnly(head) && head.value == null)) {
                throw errorAt("else keyword cannot be used on multi-value rules", at);
            }
            if (!head.operands.stream().allMatch(TermParser::isGround)) {
                throw errorAt("else keyword cannot be used on rules with variables in head", at);
            }
            Term value = null;
            if (accept(":=") || accept("=")) {
                value = expression(true);
            }
            Body body = null;
            if (acceptKeyword("if")) {
                body = at("{") ? braced() : single();
            } else if (at("{")) {
                if (version == RegoVersion.V1) {
                    refuse("`if` keyword is required before " + kind(head) + " body", at);
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
