package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;
import dev.fiducia.policy.eval.Clause;
import dev.fiducia.policy.eval.ClauseIndex;
import dev.fiducia.policy.eval.Ev;
import dev.fiducia.policy.eval.Guard;
import dev.fiducia.policy.eval.Query;
import dev.fiducia.policy.eval.Step;
import dev.fiducia.policy.eval.Steps;
import dev.fiducia.policy.eval.Tracing;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Compiles clauses of rules and functions, and queries.
final class ClauseCompiler {
    /// A function of no more literals, none of which iterates or calls, is evaluated each time.
    private static final int LIGHT = 8;

    private final Node root;
    private final Settings settings;
    private final Diagnostics diagnostics;
    private final Unused unused;
    private final Effort effort;

    private final @Nullable Tracer tracer;

    private final @Nullable AnnotationSet annotations;

    /// @param tracer makes code that explains what it does; null for code that only does it
    /// @param annotations what rules may ask for; null for queries
    ClauseCompiler(
            Node root,
            Settings settings,
            Diagnostics diagnostics,
            Unused unused,
            @Nullable Tracer tracer,
            @Nullable AnnotationSet annotations) {
        this.root = root;
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.unused = unused;
        this.effort = new Effort(diagnostics);
        this.tracer = tracer;
        this.annotations = annotations;
    }

    void compile(Group group) {
        List<Clause> clauses = new ArrayList<>();
        Clause fallback = null;
        for (Group.Entry entry : group.entries) {
            Clause clause = clause(group, entry);
            if (entry.rule().isDefault()) {
                fallback = clause;
            } else {
                clauses.add(clause);
            }
        }
        // An explanation also speaks of clauses that an index would never try.
        ClauseIndex index =
                settings.indexed() && tracer == null
                        ? ClauseIndex.of(clauses)
                        : ClauseIndex.plain(clauses);
        if (group.rule != null) {
            group.rule.define(index, fallback);
        }
        if (group.function != null) {
            group.function.define(index, fallback, group.costly);
        }
    }

    private Clause clause(Group group, Group.Entry entry) {
        Rule rule = entry.rule();
        int errorsBefore = diagnostics.errors();
        Parameters parameters =
                rule.arguments() == null
                        ? null
                        : new Parameters(rule.arguments(), entry.names(), diagnostics);
        List<Clause> alternatives = new ArrayList<>();
        for (Rule.Alternative alternative : rule.alternatives()) {
            alternatives.add(
                    branch(
                            group,
                            entry,
                            parameters,
                            alternative.value(),
                            alternative.body(),
                            alternative.at(),
                            List.of()));
        }
        Term value = rule.contains() != null ? rule.contains() : rule.value();
        Clause clause =
                branch(group, entry, parameters, value, rule.body(), rule.at(), alternatives);
        if (parameters != null && diagnostics.errors() == errorsBefore) {
            parameters.unused().forEach(unused::argument);
        }
        return clause;
    }

    private BodyResolver resolver(Names names, Metadata metadata) {
        CallResolver calls = new CallResolver(root, settings, diagnostics, metadata);
        WithResolver withs = new WithResolver(root, calls, diagnostics);
        return new BodyResolver(names, calls, withs, settings, diagnostics, unused);
    }

    /// What calls of `rego.metadata.*` stand for in one body of a rule.
    private Metadata metadata(Group.Entry entry, Body body) {
        if (annotations == null) {
            return Metadata.NONE;
        }
        Rule rule = entry.rule();
        // Equal bodies have equal places.
        boolean branch = !rule.body().equals(body);
        return (function, at) ->
                annotations.constant(function, entry.names().packagePath(), rule, branch, at);
    }

    private Clause branch(
            Group group,
            Group.Entry entry,
            @Nullable Parameters parameters,
            Term value,
            Body body,
            Position at,
            List<Clause> alternatives) {
        int errorsBefore = diagnostics.errors();
        BodyResolver resolver = resolver(entry.names(), metadata(entry, body));
        Scope arguments = parameters == null ? new Scope(null, true) : parameters.scope();
        Set<Variable> bound = new HashSet<>();
        List<Term> heads = new ArrayList<>(entry.suffix());
        heads.add(value);
        List<Core> resolved = new ArrayList<>();
        CoreBody core = resolver.body(body, arguments.child(), heads, resolved);
        List<Lit> literals = new ArrayList<>();
        if (parameters != null) {
            parameters.markUsed(arguments);
            literals.addAll(parameters.matches(core.scope(), bound, resolver));
        }
        literals.addAll(core.literals());
        group.resolved.add(
                new Group.Resolved(
                        entry,
                        bound.stream().sorted(Comparator.comparingInt(v -> v.slot)).toList(),
                        new CoreBody(core.scope(), literals),
                        resolved,
                        at));

        if (diagnostics.errors() > errorsBefore) {
            // What cannot be resolved has no order either: one finding is enough.
            return new Clause(0, 0, 0, Step.FAIL, null, alternatives, List.of(), at);
        }
        List<Guard> guards = Guards.of(literals, bound);
        Slots slots = new Slots(parameters == null ? 0 : parameters.terms().size());
        BodyEmitter emitter =
                new BodyEmitter(
                        new Linker(root, group), slots, settings, diagnostics, effort, tracer);
        Core result = resolved.getLast();
        boolean first = isFixed(result, literals, bound) && !isExhausted(group);
        Step start =
                emitter.body(
                        new CoreBody(core.scope(), literals),
                        bound,
                        (e, end) -> {
                            List<Ev> path = e.evs(resolved.subList(0, resolved.size() - 1), end);
                            Ev ev = e.ev(result, end);
                            Step tail = tail(group, entry, path, ev, first, at);
                            return tracer == null ? tail : Tracing.end(tail);
                        });
        if (tracer != null) {
            start = tracer.clause(start, group.path, entry.rule().arguments(), at);
        }
        RegoValue constant = result instanceof Core.Const(RegoValue c) ? c : null;
        group.costly |= slots.isCostly() || literals.size() > LIGHT;
        return new Clause(
                slots.slotCount(),
                slots.cellCount(),
                slots.linkCount(),
                start,
                constant,
                alternatives,
                alternatives.isEmpty() ? guards : List.of(),
                at);
    }

    private static Step tail(
            Group group, Group.Entry entry, List<Ev> path, Ev value, boolean first, Position at) {
        return switch (group.kind) {
            case COMPLETE ->
                    new Step.Result(
                            value, first, "complete rules must not produce multiple outputs", at);
            case FUNCTION ->
                    new Step.Result(
                            value,
                            first,
                            "functions must not produce multiple outputs for same inputs",
                            at);
            case SET -> Steps.member(value);
            case OBJECT -> Steps.entry(path, value, entry.rule().contains() != null, at);
        };
    }

    /// Other engines stop at a rule's first solution too, but not at a function's: prints show it.
    private boolean isExhausted(Group group) {
        return group.kind == Group.Kind.FUNCTION && settings.profile().evaluatesAllClauses();
    }

    /// Whether every solution of the body gives the same value, so that the first is enough.
    private static boolean isFixed(Core result, List<Lit> literals, Set<Variable> bound) {
        if (!(result instanceof Core.Local(Variable variable))) {
            return true;
        }
        if (bound.contains(variable)) {
            return true;
        }
        return !literals.isEmpty()
                && literals.getLast().form()
                        instanceof Form.Unify(Core.Local(Variable head), Core term)
                && head == variable
                && !head.visible
                && bound.containsAll(Vars.direct(term))
                && bound.containsAll(Vars.closedOver(term))
                && !Relations.inside(term);
    }

    /// A query over the whole program.
    ///
    /// @param types looks at the types of what compiles
    Query query(Body body, int rules, Consumer<CoreBody> types) {
        Scope scope = new Scope(null, false);
        CoreBody core =
                resolver(Names.none(), Metadata.NONE)
                        .body(body, scope, List.of(), new ArrayList<>());
        Slots slots = new Slots(0);
        BodyEmitter emitter =
                new BodyEmitter(
                        new Linker(root, null), slots, settings, diagnostics, effort, tracer);
        Step start =
                emitter.body(
                        core,
                        Set.of(),
                        (e, end) -> {
                            Step tail = solution(scope, slots);
                            return tracer == null ? tail : Tracing.end(tail);
                        });
        if (!diagnostics.hasErrors()) {
            types.accept(core);
        }
        if (tracer != null) {
            start = tracer.clause(start, "", null, body.literals().getFirst().at());
        }
        return new Query.OfBody(slots.slotCount(), slots.cellCount(), start, rules);
    }

    private static Step solution(Scope scope, Slots slots) {
        List<String> names = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (Variable variable : scope.visible()) {
            names.add(variable.name);
            places.add(slots.of(variable));
        }
        return Steps.solution(names, places);
    }

    /// A reference without variables, or null.
    @Nullable Ev reference(Term term) {
        Core core = resolver(Names.none(), Metadata.NONE).term(term, new Scope(null, false));
        boolean ground =
                core instanceof Core.Data
                        || (core instanceof Core.Ref r
                                && r.head() instanceof Core.Data
                                && r.operands().stream().allMatch(Core.Const.class::isInstance));
        if (!ground) {
            return null;
        }
        BodyEmitter emitter =
                new BodyEmitter(
                        new Linker(root, null),
                        new Slots(0),
                        settings,
                        diagnostics,
                        effort,
                        tracer);
        return emitter.closure(core, new Emission(Set.of()));
    }
}
