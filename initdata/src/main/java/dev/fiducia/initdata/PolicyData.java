package dev.fiducia.initdata;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.RegoParser;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The data that an agent policy carries for its own rules: the value of its one definition of
/// `policy_data`, read from the syntax tree.
///
/// Guests read policies in either dialect of Rego, so a text that both can parse must say the same
/// in both.
final class PolicyData {

    private static final List<String> PACKAGE = List.of("agent_policy");
    private static final String NAME = "policy_data";

    private PolicyData() {}

    /// The data, or nothing when there is no definition, more than one, or one that is not plain
    /// data.
    static Optional<JsonNode> of(String policy) {
        List<Optional<JsonNode>> readings =
                Stream.of(RegoVersion.V0, RegoVersion.V1)
                        .flatMap(version -> parse(policy, version).stream())
                        .map(PolicyData::definedIn)
                        .distinct()
                        .toList();
        return readings.size() == 1 ? readings.getFirst() : Optional.empty();
    }

    private static Optional<Module> parse(String policy, RegoVersion version) {
        PolicySource source = PolicySource.of("policy.rego", policy);
        return RegoParser.parse(source, version, Limits.generous()).module();
    }

    private static Optional<JsonNode> definedIn(Module module) {
        List<Rule> definitions =
                module.rules().stream().filter(rule -> rule.name().equals(NAME)).toList();
        boolean imported =
                module.imports().stream()
                        .anyMatch(each -> each.binds().filter(NAME::equals).isPresent());
        if (!module.packagePath().equals(PACKAGE) || definitions.size() != 1 || imported) {
            return Optional.empty();
        }
        Rule definition = definitions.getFirst();
        return isUnconditionalValue(definition) && definition.value() instanceof Term.ObjectTerm
                ? PlainTerm.json(definition.value())
                : Optional.empty();
    }

    private static boolean isUnconditionalValue(Rule rule) {
        return rule.reference().operands().isEmpty()
                && Objects.isNull(rule.arguments())
                && Objects.isNull(rule.contains())
                && !rule.isDefault()
                && rule.alternatives().isEmpty()
                && holdsAlways(rule.body());
    }

    private static boolean holdsAlways(Body body) {
        return body.literals().stream()
                .allMatch(literal ->
                        !literal.negated()
                                && literal.expr() instanceof Expr.TermExpr(Term term, _)
                                && term instanceof Term.BooleanLiteral(boolean value, _)
                                && value);
    }
}
