package dev.fiducia.policy.builtin;

import com.google.re2j.Matcher;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoString;

import java.util.Objects;

/// Successive matches as Go finds them: no empty match right after another match.
final class RegexMatches {
    private final Budget budget;
    private final Matcher matcher;
    private final String text;
    private int from;
    private int lastEnd = -1;

    RegexMatches(Budget budget, Matcher matcher, String text) {
        this.budget = budget;
        this.matcher = matcher;
        this.text = text;
    }

    /// Moves to the next match, if there is one.
    boolean next() throws BuiltinException {
        while (from <= text.length() && matcher.find(from)) {
            budget.step(64);
            boolean accepted = true;
            if (matcher.end() == from) {
                accepted = matcher.start() != lastEnd;
                from += from < text.length() ? Character.charCount(text.codePointAt(from)) : 1;
            } else {
                from = matcher.end();
            }
            lastEnd = matcher.end();
            if (accepted) {
                budget.output(1L + (matcher.end() - matcher.start()));
                return true;
            }
        }
        from = text.length() + 1;
        return false;
    }

    int start() {
        return matcher.start();
    }

    int end() {
        return matcher.end();
    }

    /// The text of a group of this match; empty for one that took no part.
    String group(int group) {
        return Objects.requireNonNullElse(matcher.group(group), "");
    }

    RegoArray groups() throws BuiltinException {
        var groups = RegoArray.builder();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            var group = group(i);
            budget.output(group.length() + 1L);
            groups.add(RegoString.of(group));
        }
        return groups.build();
    }
}
