package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.compile.CoreBody.CoreWith;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Term;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives names their meaning in bodies: who declares what, and which body owns which variable.
final class BodyResolver extends TermResolver {
    private final WithResolver withResolver;
    private final boolean hoists;
    private final Unused unused;

    BodyResolver(
            Names names,
            CallResolver calls,
            WithResolver withResolver,
            Settings settings,
            Diagnostics diagnostics,
            Unused unused) {
        super(names, calls, diagnostics);
        this.withResolver = withResolver;
        this.hoists = settings.profile().hoistsFromNegation();
        this.unused = unused;
    }

    @Override
    CoreBody body(Body body, Scope scope, List<Term> heads, List<Core> resolvedHeads) {
        int errorsBefore = diagnostics.errors();
        enter(body, scope, heads);
        List<Lit> literals = new ArrayList<>();
        for (Literal literal : body.literals()) {
            literal(literal, scope, literals);
        }
        for (Term head : heads) {
            resolvedHeads.add(head(term(head, scope), head.at(), scope, literals));
        }
        for (Variable variable : scope.declaredBySome()) {
            if (!variable.used && diagnostics.errors() == errorsBefore) {
                diagnostics.compile("declared var " + variable.name + " unused", variable.at);
            }
        }
        if (diagnostics.errors() == errorsBefore) {
            scope.assigned().stream().filter(v -> !v.used).forEach(unused::assigned);
        }
        return new CoreBody(scope, literals);
    }

    /// Names that nobody declares belong to the outermost body that mentions them.
    private void enter(Body body, Scope scope, List<Term> heads) {
        Mentions mentions =
                new Mentions(names.compoundNot(), term -> calls.isFunction(term, names, scope));
        mentions.body(body);
        heads.forEach(mentions::term);
        scope.expect(mentions.declared);
        mentions.used.forEach((name, at) -> {
            if (!scope.expects(name) && scope.find(name) == null && global(name, at) == null) {
                scope.implicit(name, at);
            }
        });
    }

    /// A head that is more than a name or constant is computed as the body's last literal.
    private Core head(Core term, Position at, Scope scope, List<Lit> literals) {
        if (term instanceof Core.Const || term instanceof Core.Local) {
            return term;
        }
        Core.Local value = new Core.Local(scope.fresh("head", at));
        literals.add(Lit.of(new Form.Unify(value, term), at));
        return value;
    }

    private void literal(Literal literal, Scope scope, List<Lit> into) {
        Position at = literal.at();
        List<CoreWith> withs = withs(literal.with(), scope);
        if (literal.negated() && names.compoundNot()) {
            Body inner =
                    literal.expr() instanceof Expr.Group g
                            ? g.body()
                            : new Body(List.of(new Literal(literal.expr(), false, List.of(), at)));
            CoreBody body = body(inner, scope.child(), List.of(), new ArrayList<>());
            into.add(new Lit(new Form.Nested(body), true, withs, at));
            return;
        }
        if (literal.negated() && literal.expr() instanceof Expr.Assign) {
            diagnostics.compile("cannot assign vars inside negated expression", at);
        }
        Form form =
                switch (literal.expr()) {
                    case Expr.TermExpr e -> holds(e.term(), scope);
                    case Expr.Unify e ->
                            new Form.Unify(term(e.left(), scope), term(e.right(), scope));
                    case Expr.Assign e -> {
                        Core right = term(e.right(), scope);
                        declareAssigned(e.left(), scope);
                        Core left = term(e.left(), scope);
                        mark(e.left(), scope, false);
                        yield new Form.Unify(left, right);
                    }
                    case Expr.SomeDecl e -> {
                        e.names().forEach(name -> declare(name, scope, By.SOME));
                        yield null;
                    }
                    case Expr.SomeIn e -> someIn(e, scope);
                    case Expr.Every e -> every(e, scope);
                    case Expr.Group e ->
                            new Form.Nested(
                                    body(e.body(), scope.child(), List.of(), new ArrayList<>()));
                };
        if (form == null) {
            return;
        }
        if (literal.negated() && hoists) {
            form = new CallHoister(scope, withs, into).hoist(form, at);
        }
        into.add(new Lit(form, literal.negated(), withs, at));
    }

    private Form holds(Term term, Scope scope) {
        if (!(term instanceof Term.Call call) || call.infix()) {
            return new Form.Holds(term(term, scope));
        }
        if (calls.isEvaluators("print", -1, call, names)) {
            List<Core> arguments = new ArrayList<>();
            for (Term argument : call.arguments()) {
                arguments.add(values(argument, List.of(), scope));
            }
            return new Form.Print(arguments);
        }
        if (calls.isEvaluators("eq", 2, call, names)
                || calls.isEvaluators("assign", 2, call, names)) {
            List<Core> sides = terms(call.arguments(), scope);
            return new Form.Unify(sides.get(0), sides.get(1));
        }
        if (!calls.isTrace(call, names) && !calls.isOfRule(call, names, scope)) {
            Callee callee = calls.callee(call, names, scope);
            if (callee != null && callee.arity() + 1 == call.arguments().size()) {
                // The extra argument takes the result.
                List<Core> all = terms(call.arguments(), scope);
                return new Form.Unify(
                        all.getLast(),
                        new Core.Call(callee, all.subList(0, all.size() - 1), call.at()));
            }
        }
        return new Form.Holds(term(term, scope));
    }

    private Form someIn(Expr.SomeIn e, Scope scope) {
        Core collection = term(e.collection(), scope);
        if (e.key() != null) {
            declarePattern(e.key(), scope, By.SOME_IN);
        }
        declarePattern(e.value(), scope, By.SOME_IN);
        Core key =
                e.key() == null ? new Core.Local(scope.fresh("_", e.at())) : term(e.key(), scope);
        Core value = term(e.value(), scope);
        mark(e.value(), scope, true);
        if (e.key() != null) {
            mark(e.key(), scope, true);
        }
        List<Core> operands = new ArrayList<>();
        Core head = collection;
        if (collection instanceof Core.Ref ref) {
            head = ref.head();
            operands.addAll(ref.operands());
        }
        operands.add(key);
        return new Form.Unify(value, new Core.Ref(head, operands, e.at()));
    }

    private static void mark(Term pattern, Scope scope, boolean used) {
        Mentions.patternVariables(
                pattern,
                name -> {
                    Variable variable = scope.find(name.name());
                    if (variable != null) {
                        variable.used = used;
                    }
                });
    }

    private Form every(Expr.Every e, Scope scope) {
        Core domain = term(e.domain(), scope);
        Scope own = scope.child();
        Variable key = e.key() instanceof Term.Var v ? everyVariable(v, own) : null;
        Variable value = everyVariable((Term.Var) e.value(), own);
        int errorsBefore = diagnostics.errors();
        CoreBody body = body(e.body(), own.child(), List.of(), new ArrayList<>());
        if (diagnostics.errors() == errorsBefore) {
            own.visible().stream().filter(v -> !v.used).forEach(unused::declared);
        }
        return new Form.Every(key, value, domain, body);
    }

    private Variable everyVariable(Term.Var v, Scope own) {
        return v.isWildcard() ? own.fresh("_", v.at()) : own.declare(v.name(), v.at());
    }

    /// How a variable comes to be declared.
    private enum By {
        ASSIGNMENT,
        SOME,
        SOME_IN
    }

    private void declareAssigned(Term pattern, Scope scope) {
        boolean assignable =
                pattern instanceof Term.Var
                        || pattern instanceof Term.ArrayTerm
                        || pattern instanceof Term.ObjectTerm;
        if (!assignable) {
            diagnostics.compile("cannot assign to " + pattern.typeName(), pattern.at());
        }
        declarePattern(pattern, scope, By.ASSIGNMENT);
    }

    private void declarePattern(Term pattern, Scope scope, By by) {
        Map<String, Term.Var> declared = new LinkedHashMap<>();
        Mentions.patternVariables(pattern, name -> declared.putIfAbsent(name.name(), name));
        declared.values().forEach(name -> declare(name, scope, by));
    }

    private void declare(Term.Var name, Scope scope, By by) {
        if (name.isWildcard()) {
            return;
        }
        String n = name.name();
        Scope parent = scope.parent;
        if (names.modern() && Names.isRoot(n)) {
            diagnostics.compile(
                    "variables must not shadow " + n + " (use a different variable name)",
                    name.at());
        } else if (scope.declaredHere(n) != null) {
            diagnostics.compile(
                    "var " + n + " " + (by == By.SOME ? "declared" : "assigned") + " above",
                    name.at());
        } else if (parent != null && parent.ofArguments && parent.declaredHere(n) != null) {
            diagnostics.compile("arg " + n + " redeclared", name.at());
        } else if (scope.wasUsedEarly(n)) {
            diagnostics.compile("var " + n + " referenced above", name.at());
        }
        switch (by) {
            case SOME -> scope.declareBySome(n, name.at());
            case SOME_IN -> scope.declare(n, name.at());
            case ASSIGNMENT -> scope.assign(n, name.at());
        }
    }

    @Override
    List<CoreWith> withs(List<Literal.With> withs, Scope scope) {
        List<CoreWith> resolved = new ArrayList<>(withs.size());
        for (Literal.With with : withs) {
            CoreWith one = withResolver.with(with, this, scope);
            if (one != null) {
                resolved.add(one);
            }
        }
        return resolved;
    }
}
