package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.UnaryOperator;

/// Links that record, put around those that do the work. Only code that was compiled in order to
/// explain has them.
public final class Tracing {
    private Tracing() {}

    /// Around a whole clause.
    public static Step clause(TraceSite.OfClause site, Step body) {
        return frame -> {
            Trace trace = frame.context.run.trace;
            if (trace == null) {
                return body.run(frame);
            }
            Trace.Entry opened = trace.openClause(site, frame);
            try {
                return body.run(frame);
            } catch (Halt e) {
                trace.halted(opened, e.error());
                throw e;
            } finally {
                trace.closeClause(opened, frame);
            }
        };
    }

    /// Before a clause's last link.
    public static Step end(Step last) {
        return frame -> {
            Trace trace = frame.context.run.trace;
            if (trace != null) {
                trace.reached();
            }
            return last.run(frame);
        };
    }

    /// Before the links of an expression.
    ///
    /// @param cell where the frame keeps the try that is under way
    public static UnaryOperator<Step> enter(TraceSite.OfLiteral site, int cell) {
        return next ->
                frame -> {
                    Trace trace = frame.context.run.trace;
                    if (trace == null) {
                        return next.run(frame);
                    }
                    Object before = frame.cells[cell];
                    Trace.Entry opened = trace.openLiteral(site);
                    frame.cells[cell] = opened;
                    try {
                        return next.run(frame);
                    } catch (Halt e) {
                        trace.halted(opened, e.error());
                        throw e;
                    } finally {
                        frame.cells[cell] = before;
                        trace.closeLiteral(opened, site, frame);
                    }
                };
    }

    /// After the links of an expression.
    public static UnaryOperator<Step> leave(int cell) {
        return next ->
                frame -> {
                    Trace trace = frame.context.run.trace;
                    if (trace == null || !(frame.cells[cell] instanceof Trace.Entry opened)) {
                        return next.run(frame);
                    }
                    trace.holds(opened);
                    try {
                        return next.run(frame);
                    } finally {
                        trace.resumes(opened);
                    }
                };
    }

    /// A term whose value is worth knowing.
    ///
    /// @param steps the reference that the term is, for the key that is missing; empty if it is
    ///   none
    public static Ev term(String label, List<Key> steps, Ev ev) {
        return frame -> {
            RegoValue value = ev.eval(frame);
            Trace trace = frame.context.run.trace;
            if (trace != null && trace.observes()) {
                trace.observe(label, value, value == null ? missing(steps, frame) : null);
            }
            return value;
        };
    }

    /// A part of a reference: its head first, then its keys.
    ///
    /// @param label the reference up to this part
    /// @param value what the head is, or the key; null where that is only known to the evaluation
    public record Key(String label, @Nullable Ev value) {}

    private static Observation.@Nullable Missing missing(List<Key> steps, Frame frame) throws Halt {
        RegoValue at = null;
        for (int i = 0; i < steps.size(); i++) {
            Key step = steps.get(i);
            RegoValue key = step.value() == null ? null : step.value().eval(frame);
            if (i == 0) {
                at = key;
                if (at == null) {
                    return step.value() == null
                            ? null
                            : new Observation.Missing(step.label(), "", null);
                }
                continue;
            }
            if (key == null || at == null) {
                return null;
            }
            RegoValue below = Values.lookup(at, key);
            if (below == null) {
                return new Observation.Missing(step.label(), steps.get(i - 1).label(), at);
            }
            at = below;
        }
        return null;
    }
}
