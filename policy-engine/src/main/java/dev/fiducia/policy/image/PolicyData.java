package dev.fiducia.policy.image;

import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.RegoParser;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;
import dev.fiducia.policy.value.RegoObject;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes the `policy_data` document out of an agent policy.
final class PolicyData {
    private static final String NAME = "policy_data";
    private static final String PACKAGE = "agent_policy";
    private static final String FILE = "policy.rego";

    private PolicyData() {}

    static RegoObject of(String policy) throws ImagePolicyException {
        Limits limits = Profile.KATA.limits();
        // Agents of today read version 1; policies made for older ones are often version 0.
        for (RegoVersion version : List.of(RegoVersion.V1, RegoVersion.V0)) {
            PolicySource source = new PolicySource(FILE, policy, version);
            Optional<Module> module = RegoParser.parse(source, version, limits).module();
            if (module.isPresent()) {
                requireOneDefinition(module.get());
                CompileResult compiled =
                        RegoCompiler.builder()
                                .profile(Profile.KATA)
                                .build()
                                .compile(List.of(source));
                if (compiled.policy().isPresent()) {
                    return value(compiled);
                }
            }
        }
        throw new ImagePolicyException("", "the agent policy does not compile");
    }

    private static RegoObject value(CompileResult compiled) throws ImagePolicyException {
        EvalResult result =
                compiled.policy()
                        .orElseThrow()
                        .prepareRule("data." + PACKAGE + "." + NAME)
                        .evaluate(EvalRequest.builder().build());
        if (result instanceof EvalResult.Value(RegoObject data)) {
            return data;
        }
        throw new ImagePolicyException(NAME, "is not an object");
    }

    private static void requireOneDefinition(Module module) throws ImagePolicyException {
        if (!module.packagePath().equals(List.of(PACKAGE))) {
            throw new ImagePolicyException("package", "must be " + PACKAGE);
        }
        if (module.imports().stream().anyMatch(i -> i.binds().filter(NAME::equals).isPresent())) {
            throw new ImagePolicyException(NAME, "is imported: the rules may see another one");
        }
        List<Rule> rules = module.rules().stream().filter(r -> r.name().equals(NAME)).toList();
        if (rules.size() != 1) {
            throw new ImagePolicyException(
                    NAME, "must be defined exactly once, not " + rules.size() + " times");
        }
        Rule rule = rules.getFirst();
        boolean plain =
                rule.arguments() == null
                        && rule.contains() == null
                        && rule.reference().operands().isEmpty()
                        && rule.alternatives().isEmpty()
                        && isAlwaysTrue(rule.body())
                        && !rule.isDefault();
        if (!plain || !isWrittenOut(rule.value())) {
            throw new ImagePolicyException(
                    NAME, "must be a value that is written out and holds without conditions");
        }
    }

    private static boolean isAlwaysTrue(Body body) {
        List<Literal> literals = body.literals();
        return literals.size() == 1
                && !literals.getFirst().negated()
                && literals.getFirst().expr() instanceof Expr.TermExpr expr
                && expr.term() instanceof Term.BooleanLiteral literal
                && literal.value();
    }

    /// Nothing in it depends on the request or on other documents, and it means one thing only.
    private static boolean isWrittenOut(Term term) {
        return switch (term) {
            case Term.Scalar s -> true;
            case Term.ArrayTerm a -> a.items().stream().allMatch(PolicyData::isWrittenOut);
            case Term.ObjectTerm o -> {
                Set<String> names = new HashSet<>();
                // Engines differ in which of two values of one key holds.
                yield o.entries().stream()
                        .allMatch(e ->
                                e.key() instanceof Term.StringLiteral key
                                        && names.add(key.value())
                                        && isWrittenOut(e.value()));
            }
            default -> false;
        };
    }
}
