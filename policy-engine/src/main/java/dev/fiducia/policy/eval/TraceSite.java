package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A place in the policy that an explanation speaks of.
public sealed interface TraceSite {
    Position at();

    /// A body of a rule or function, or a query.
    ///
    /// @param rule the rule's path; empty for a query
    /// @param parameters how its arguments are written, in the order of their slots
    record OfClause(String rule, List<String> parameters, Position at) implements TraceSite {
        public OfClause {
            parameters = List.copyOf(parameters);
        }
    }

    /// One expression of a body.
    ///
    /// @param text the expression's source
    /// @param operation the function that is called, `=` for a unification, empty for anything else
    record OfLiteral(
            String text, boolean negated, String operation, List<Operand> operands, Position at)
            implements TraceSite {
        public OfLiteral {
            operands = List.copyOf(operands);
        }
    }

    /// A term of an expression.
    ///
    /// @param constant its value if it is written out
    /// @param slot where its value is if it is a variable that has one by then, else -1
    record Operand(String label, @Nullable RegoValue constant, int slot) {}
}
