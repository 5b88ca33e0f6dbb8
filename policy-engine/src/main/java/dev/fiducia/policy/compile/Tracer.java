package dev.fiducia.policy.compile;

import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;
import dev.fiducia.policy.eval.Ev;
import dev.fiducia.policy.eval.Evs;
import dev.fiducia.policy.eval.Step;
import dev.fiducia.policy.eval.TraceSite;
import dev.fiducia.policy.eval.TraceSite.Operand;
import dev.fiducia.policy.eval.Tracing;
import dev.fiducia.policy.syntax.Term;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Adds the links that record to code that is compiled in order to explain.
final class Tracer {
    private final Map<String, SourceText> texts = new HashMap<>();

    Tracer(List<PolicySource> sources) {
        sources.forEach(source -> texts.put(source.path(), new SourceText(source.text())));
    }

    /// Makes the start of a clause record it.
    Step clause(Step start, String rule, @Nullable List<Term> parameters, Position at) {
        List<String> names = new ArrayList<>();
        if (parameters != null) {
            for (int i = 0; i < parameters.size(); i++) {
                names.add(
                        parameters.get(i) instanceof Term.Var v && !v.isWildcard()
                                ? v.name()
                                : "argument " + (i + 1));
            }
        }
        return Tracing.clause(new TraceSite.OfClause(rule, names, at), start);
    }

    /// Starts an expression; what comes back is given to [#leave].
    int enter(Lit lit, Emission emission, Slots slots) {
        int cell = slots.cells(1);
        emission.link(Tracing.enter(site(lit, emission, slots), cell));
        return cell;
    }

    void leave(int cell, Emission emission) {
        emission.link(Tracing.leave(cell));
    }

    /// References and calls are worth looking at; the values of variables are in their slots.
    Ev observed(Core term, Ev code, Emission emission, Slots slots) {
        return switch (term) {
            case Core.Ref r -> Tracing.term(CoreText.of(r), keys(r, emission, slots), code);
            case Core.Call c -> Tracing.term(CoreText.of(c), List.of(), code);
            default -> code;
        };
    }

    private static List<Tracing.Key> keys(Core.Ref r, Emission emission, Slots slots) {
        if (r.head() instanceof Core.Data) {
            return List.of();
        }
        List<Tracing.Key> keys = new ArrayList<>();
        StringBuilder label = new StringBuilder(CoreText.of(r.head()));
        keys.add(new Tracing.Key(label.toString(), known(r.head(), emission, slots)));
        for (Core operand : r.operands()) {
            label.append(CoreText.key(operand));
            keys.add(new Tracing.Key(label.toString(), known(operand, emission, slots)));
        }
        return keys;
    }

    private static @Nullable Ev known(Core term, Emission emission, Slots slots) {
        return switch (term) {
            case Core.Input i -> Evs.input();
            case Core.Const c -> new Ev.Const(c.value());
            case Core.Local l when emission.bound.contains(l.variable()) ->
                    new Ev.Slot(slots.of(l.variable()));
            default -> null;
        };
    }

    private TraceSite.OfLiteral site(Lit lit, Emission emission, Slots slots) {
        List<Core> terms =
                switch (lit.form()) {
                    case Form.Holds(Core.Call call) -> call.arguments();
                    case Form.Holds(Core term) -> List.of(term);
                    case Form.Unify(Core left, Core right) -> List.of(left, right);
                    case Form.Every every -> List.of(every.domain());
                    case Form.Nested nested -> List.of();
                    case Form.Print print -> List.of();
                };
        String operation =
                switch (lit.form()) {
                    case Form.Holds(Core.Call call) -> call.callee().name();
                    case Form.Unify unify -> "=";
                    case Form.Every every -> "every";
                    default -> "";
                };
        List<Operand> operands =
                terms.stream().map(term -> operand(term, emission, slots)).toList();
        SourceText text = texts.get(lit.at().path());
        String written = text == null ? "" : text.expression(lit.at());
        return new TraceSite.OfLiteral(
                written.isEmpty() ? described(operation, terms) : written,
                lit.negated(),
                operation,
                operands,
                lit.at());
    }

    private static String described(String operation, List<Core> terms) {
        if (operation.equals("=") && terms.size() == 2) {
            return CoreText.of(terms.getFirst()) + " = " + CoreText.of(terms.getLast());
        }
        return operation + "(" + String.join(", ", terms.stream().map(CoreText::of).toList()) + ")";
    }

    private static Operand operand(Core term, Emission emission, Slots slots) {
        boolean local = term instanceof Core.Local l && emission.bound.contains(l.variable());
        return new Operand(
                CoreText.of(term),
                term instanceof Core.Const c ? c.value() : null,
                local && term instanceof Core.Local l ? slots.of(l.variable()) : -1);
    }
}
