package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Term;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Finds numbers that are short to write and have millions of digits, such as `1e999999999`.
/// Working with one would cost more than any policy is worth.
final class HugeNumbers extends TreeWalk {

    private static final int MAX_LENGTH = 1000;
    private static final int MAX_EXPONENT_DIGITS = 4;

    private @Nullable Position found;

    private HugeNumbers() {}

    /// The place of the first one.
    static Optional<Position> in(Module module) {
        HugeNumbers search = new HugeNumbers();
        module.rules().forEach(search::walk);
        return Optional.ofNullable(search.found);
    }

    @Override
    void term(Term term) {
        if (found == null
                && term instanceof Term.NumberLiteral(String text, Position at)
                && isHuge(text)) {
            found = at;
        }
    }

    private static boolean isHuge(String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        return text.length() > MAX_LENGTH
                || (exponent >= 0 && text.length() - exponent - 1 > MAX_EXPONENT_DIGITS);
    }
}
