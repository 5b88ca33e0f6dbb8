package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.Position;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/// Why a policy is not believed.
///
/// @param kind what kind of problem it is
/// @param message what is wrong, and what to do about it
/// @param where the place in the policy's text; null when there is none
public record PolicyProblem(Kind kind, String message, @Nullable Position where) {

    /// The kinds of problems.
    public enum Kind {
        /// More text than a document can carry.
        TOO_LARGE,
        /// The text holds half of a surrogate pair, which no bytes stand for.
        NOT_UNICODE,
        /// The text is Rego in neither dialect.
        SYNTAX,
        /// The module is not `package agent_policy`: agents find none of its rules.
        WRONG_PACKAGE,
        /// Agents that read version 0 of Rego and agents that read version 1 read different rules.
        DIALECTS_DIFFER,
        /// An agent refuses the policy when it loads it.
        DOES_NOT_COMPILE,
        /// A registered rules part that brings `policy_data` of its own.
        DATA_IN_RULES;

        /// The stable, lower-case name, such as `wrong-package`.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The place in the policy's text, if one can be named.
    public Optional<Position> at() {
        return Optional.ofNullable(where);
    }

    @Override
    public String toString() {
        return (where == null ? "" : where.line() + ":" + where.column() + ": ")
                + kind.code()
                + ": "
                + message;
    }
}
