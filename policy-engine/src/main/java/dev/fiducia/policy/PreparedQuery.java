package dev.fiducia.policy;

import dev.fiducia.policy.builtin.Budget;
import dev.fiducia.policy.builtin.BuiltinContext;
import dev.fiducia.policy.compile.Settings;
import dev.fiducia.policy.eval.Context;
import dev.fiducia.policy.eval.Halt;
import dev.fiducia.policy.eval.Query;
import dev.fiducia.policy.eval.Run;
import dev.fiducia.policy.eval.Trace;
import dev.fiducia.policy.explain.ExplainOptions;
import dev.fiducia.policy.explain.Explanation;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Supplier;

/// A rule or query ready to be evaluated, by any number of threads at once.
public final class PreparedQuery {
    private final Query query;
    private final Settings settings;
    private final Supplier<Query> explaining;
    private volatile @Nullable Query recorded;

    /// @param explaining makes the same query as code that records what it does
    PreparedQuery(Query query, Settings settings, Supplier<Query> explaining) {
        this.query = query;
        this.settings = settings;
        this.explaining = explaining;
    }

    /// Evaluates; whatever goes wrong is a [EvalResult.Failed].
    public EvalResult evaluate(EvalRequest request) {
        return evaluate(query, request, null);
    }

    /// Evaluates, and records why the result is what it is; the result is the same. The first call
    /// compiles the policy once more.
    public Explanation explain(EvalRequest request, ExplainOptions options) {
        Query code = recorded;
        if (code == null) {
            code = explaining.get();
            recorded = code;
        }
        Trace trace = new Trace(options.maxEvents());
        EvalResult result = evaluate(code, request, trace);
        return Explanation.of(result, trace, request.input().orElse(null), request.data(), options);
    }

    private EvalResult evaluate(Query code, EvalRequest request, @Nullable Trace trace) {
        try {
            Context context = context(request);
            if (trace != null) {
                context.record(trace);
            }
            RegoValue value = code.run(context);
            return value == null ? new EvalResult.Undefined() : new EvalResult.Value(value);
        } catch (Halt e) {
            return new EvalResult.Failed(e.error());
        } catch (StackOverflowError e) {
            return failed("eval_limit_error", "evaluation nests too deeply");
        } catch (OutOfMemoryError e) {
            return failed("eval_limit_error", "evaluation needs too much memory");
        } catch (RuntimeException e) {
            // Not the message: it may quote what the policy worked on.
            return failed("eval_internal_error", e.getClass().getSimpleName() + place(e));
        }
    }

    private static String place(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static EvalResult failed(String code, String message) {
        return new EvalResult.Failed(new RegoError(code, message, null));
    }

    private Context context(EvalRequest request) {
        Limits limits = request.limits().orElse(settings.limits());
        Duration time = limits.maxTime();
        if (request.deadline().isPresent() && request.deadline().get().compareTo(time) < 0) {
            time = request.deadline().get();
        }
        Budget budget = Budget.within(limits.maxSteps(), limits.maxOutput(), nanos(time));
        BuiltinContext builtins = new BuiltinContext(request.clock(), budget, request.seams());
        Run run =
                new Run(
                        builtins,
                        request.hostFunctions(),
                        request.printSink().orElse(null),
                        settings.strict(),
                        limits.maxDepth(),
                        limits.maxOutput());
        return new Context(run, request.input().orElse(null), request.data(), query.rules());
    }

    private static long nanos(Duration time) {
        return Math.min(time.toSeconds(), 1L << 32) * 1_000_000_000L + time.toNanosPart();
    }
}
