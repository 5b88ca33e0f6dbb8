package dev.fiducia.kbs.policy;

import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.RegoError;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Optional;

/// A resource policy ready to decide. Immutable: one serves all threads.
final class CompiledResourcePolicy {
    private static final String ALLOW = "data.policy.allow";
    private static final RegoCompiler COMPILER =
            RegoCompiler.builder().profile(Profile.TRUSTEE).build();

    private final Optional<PreparedQuery> allow;

    private CompiledResourcePolicy(PolicySet policy) {
        this.allow =
                policy.hasRule(ALLOW) ? Optional.of(policy.prepareRule(ALLOW)) : Optional.empty();
    }

    record Result(Optional<CompiledResourcePolicy> policy, List<Diagnostic> diagnostics) {}

    static Result compile(String text) {
        CompileResult result =
                COMPILER.compile(List.of(PolicySource.of("resource-policy.rego", text)));
        return new Result(result.policy().map(CompiledResourcePolicy::new), result.diagnostics());
    }

    Decision decide(ReleaseQuestion question) {
        if (allow.isEmpty()) {
            return new Decision.Deny("the policy has no rule allow in package policy");
        }
        EvalRequest request;
        try {
            request = question.forPolicy();
        } catch (RegoJsonException e) {
            return new Decision.Failed("the claims can't be given to a policy: " + e.getMessage());
        }
        EvalResult result = allow.get().evaluate(request);
        if (result.isTrue()) {
            return new Decision.Allow();
        }
        return switch (result) {
            case EvalResult.Value(RegoBoolean _) -> new Decision.Deny("the policy says no");
            case EvalResult.Value(RegoValue value) ->
                    new Decision.Deny("allow is no boolean but a " + value.type());
            case EvalResult.Undefined() -> new Decision.Deny("allow is undefined");
            case EvalResult.Failed(RegoError error) -> new Decision.Failed(error.toString());
        };
    }
}
