package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.HostFunction;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.RegoError;
import dev.fiducia.policy.builtin.BuiltinException;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Optional;

/// One compiled attestation policy. Immutable: one serves all threads.
///
/// It is a Rego module `policy` that sees the annotated evidence as `input`, asks for reference
/// values with `query_reference_value(name)` (null for a name without one), and gives
/// `trust_claims` and `extensions`. A rule that is not there says nothing; a rule that is there and
/// gives nothing, or fails, is a refusal.
public final class AppraisalPolicy {
    private static final String REFERENCE_FUNCTION = "query_reference_value";
    private static final String TRUST_CLAIMS = "data.policy.trust_claims";
    private static final String EXTENSIONS = "data.policy.extensions";
    private static final RegoCompiler COMPILER =
            RegoCompiler.builder()
                    .profile(Profile.TRUSTEE)
                    .hostFunction(REFERENCE_FUNCTION, 1)
                    .build();

    private final Optional<PreparedQuery> trustClaims;
    private final Optional<PreparedQuery> extensions;

    private AppraisalPolicy(PolicySet policy) {
        this.trustClaims = prepare(policy, TRUST_CLAIMS);
        this.extensions = prepare(policy, EXTENSIONS);
    }

    /// A policy, or what is wrong with its text; warnings come with either.
    public record Compiled(Optional<AppraisalPolicy> policy, List<Diagnostic> diagnostics) {
        public Compiled {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /// Compiles a policy's text; the path only names it in diagnostics.
    public static Compiled compile(String path, String text) {
        CompileResult result = COMPILER.compile(List.of(PolicySource.of(path, text)));
        return new Compiled(result.policy().map(AppraisalPolicy::new), result.diagnostics());
    }

    /// What the policy says of this annotated evidence.
    public PolicyResult judge(JsonNode annotatedEvidence, ReferenceLookup references) {
        EvalRequest request;
        try {
            request =
                    EvalRequest.builder()
                            .input(RegoBridge.toRego(annotatedEvidence))
                            .hostFunction(
                                    HostFunction.of(
                                            REFERENCE_FUNCTION,
                                            1,
                                            arguments -> reference(arguments, references)))
                            .build();
        } catch (RegoJsonException e) {
            return PolicyResult.refused(
                    "policy-input", "the claims can't be given to a policy: " + e.getMessage());
        }
        return switch (run(trustClaims, TRUST_CLAIMS, request)) {
            case RuleOutput.Bad(PolicyResult refused) -> refused;
            case RuleOutput.Good(Optional<JsonNode> claims) ->
                    switch (run(extensions, EXTENSIONS, request)) {
                        case RuleOutput.Bad(PolicyResult refused) -> refused;
                        case RuleOutput.Good(Optional<JsonNode> added) ->
                                PolicyOutput.read(claims, added);
                    };
        };
    }

    private sealed interface RuleOutput {
        record Good(Optional<JsonNode> value) implements RuleOutput {}

        record Bad(PolicyResult refused) implements RuleOutput {}
    }

    private static RuleOutput run(Optional<PreparedQuery> rule, String path, EvalRequest request) {
        if (rule.isEmpty()) {
            return new RuleOutput.Good(Optional.empty());
        }
        return switch (rule.get().evaluate(request)) {
            case EvalResult.Value(RegoValue value) -> output(value, path);
            case EvalResult.Undefined() ->
                    new RuleOutput.Bad(
                            PolicyResult.refused(
                                    "policy-undefined", path + " is undefined for this evidence"));
            case EvalResult.Failed(RegoError error) ->
                    new RuleOutput.Bad(PolicyResult.refused("policy-failed", path + ": " + error));
        };
    }

    private static RuleOutput output(RegoValue value, String path) {
        try {
            return new RuleOutput.Good(Optional.of(RegoBridge.toJson(value)));
        } catch (RegoJsonException e) {
            return new RuleOutput.Bad(
                    PolicyResult.refused("policy-output", path + ": " + e.getMessage()));
        }
    }

    private static RegoValue reference(List<RegoValue> arguments, ReferenceLookup references)
            throws BuiltinException {
        if (!(arguments.getFirst() instanceof RegoString name)) {
            throw BuiltinException.type(REFERENCE_FUNCTION + " takes a string");
        }
        Optional<JsonNode> value = references.find(name.value());
        try {
            return value.isPresent() ? RegoBridge.toRego(value.get()) : RegoNull.NULL;
        } catch (RegoJsonException e) {
            throw BuiltinException.failed(
                    "the reference value " + name.value() + " can't be given to a policy");
        }
    }

    private static Optional<PreparedQuery> prepare(PolicySet policy, String path) {
        return policy.hasRule(path) ? Optional.of(policy.prepareRule(path)) : Optional.empty();
    }
}
