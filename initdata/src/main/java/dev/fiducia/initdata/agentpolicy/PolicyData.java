package dev.fiducia.initdata.agentpolicy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// The data that an agent policy carries for its own rules: the value of its one definition of
/// `policy_data`, read from the syntax tree.
public sealed interface PolicyData {

    /// The name of the rule.
    String NAME = "policy_data";

    /// Exactly one definition, and it is plain data.
    ///
    /// @param json the data, an object, of which each call gives a copy
    /// @param at where the definition stands
    record Plain(JsonNode json, Position at) implements PolicyData {
        @Override
        public JsonNode json() {
            return json.deepCopy();
        }

        JsonNode shared() {
            return json;
        }
    }

    /// The policy has no data.
    record None() implements PolicyData {}

    /// The policy defines data that is not believed.
    ///
    /// @param at what makes it so
    record Refused(Cause cause, Position at) implements PolicyData {}

    /// Why data is not believed.
    enum Cause {
        /// Rules and imports, or several rules, give it.
        SEVERAL_DEFINITIONS("policy_data is defined more than once"),
        /// It has conditions, alternatives, arguments or is only a default.
        CONDITIONAL("policy_data is not one unconditional value"),
        /// The value is not an object written out.
        NOT_PLAIN("policy_data is not an object of constants with each key once"),
        /// A `with` puts other data in its place.
        REPLACED("policy_data is replaced by `with`"),
        /// A local variable of the same name hides it.
        HIDDEN("a local variable hides policy_data");

        private final String message;

        Cause(String message) {
            this.message = message;
        }

        /// What is wrong.
        public String message() {
            return message;
        }

        /// The stable, lower-case name, such as `not-plain`.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The data of a module of package `agent_policy`.
    static PolicyData in(Module module) {
        List<Rule> definitions = definitions(module);
        Optional<Module.Import> imported =
                module.imports().stream()
                        .filter(each -> each.binds().filter(NAME::equals).isPresent())
                        .findFirst();
        if (imported.isPresent()) {
            return new Refused(Cause.SEVERAL_DEFINITIONS, imported.get().at());
        }
        if (definitions.isEmpty()) {
            return new None();
        }
        if (definitions.size() > 1) {
            return new Refused(Cause.SEVERAL_DEFINITIONS, definitions.get(1).at());
        }
        Rule definition = definitions.getFirst();
        if (!isUnconditionalValue(definition)) {
            return new Refused(Cause.CONDITIONAL, definition.at());
        }
        Optional<JsonNode> json =
                definition.value() instanceof Term.ObjectTerm object
                        ? PlainTerm.json(object)
                        : Optional.empty();
        if (json.isEmpty()) {
            return new Refused(Cause.NOT_PLAIN, definition.value().at());
        }
        Optional<Refused> disguise = DataDisguise.in(module);
        return disguise.isPresent() ? disguise.get() : new Plain(json.get(), definition.at());
    }

    /// Every rule by the name of `policy_data`.
    static List<Rule> definitions(Module module) {
        return module.rules().stream().filter(rule -> rule.name().equals(NAME)).toList();
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
