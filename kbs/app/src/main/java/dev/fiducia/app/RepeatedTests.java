package dev.fiducia.app;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.RegoParser;
import dev.fiducia.policy.syntax.Rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tests that are defined several times under one name are as many tests: as one rule, a definition
/// that holds would hide one that does not. Each further one gets a name of its own.
final class RepeatedTests {
    private static final String MARK = "__repeated_";

    private final Map<String, Integer> seen = new HashMap<>();

    private RepeatedTests() {}

    /// The sources with all their tests apart; what does not parse stays as it is.
    static List<PolicySource> apart(List<PolicySource> sources, RegoVersion version) {
        RepeatedTests tests = new RepeatedTests();
        return sources.stream().map(source -> tests.apart(source, version)).toList();
    }

    private PolicySource apart(PolicySource source, RegoVersion version) {
        Optional<Module> module = RegoParser.parse(source, version, Limits.generous()).module();
        if (module.isEmpty()) {
            return source;
        }
        List<Integer> offsets = new ArrayList<>();
        List<String> marks = new ArrayList<>();
        for (Rule rule : module.get().rules()) {
            String name = rule.name();
            boolean test = name.startsWith("test_") || name.startsWith("todo_test_");
            int offset = offset(source.text(), rule.reference().at());
            if (!test
                    || rule.isDefault()
                    || !rule.reference().operands().isEmpty()
                    || !source.text().startsWith(name, offset)) {
                continue;
            }
            int before = seen.merge(module.get().packagePath() + " " + name, 1, Integer::sum) - 1;
            if (before > 0) {
                offsets.add(offset + name.length());
                marks.add(MARK + before);
            }
        }
        StringBuilder text = new StringBuilder(source.text());
        for (int i = offsets.size() - 1; i >= 0; i--) {
            text.insert(offsets.get(i), marks.get(i));
        }
        return new PolicySource(source.path(), text.toString(), source.version());
    }

    private static int offset(String text, Position at) {
        int line = 0;
        for (int i = 1; i < at.line(); i++) {
            line = text.indexOf('\n', line) + 1;
        }
        return text.offsetByCodePoints(line, at.column() - 1);
    }

    /// The name as `opa test` shows it: `data.p.test_x#01`.
    static String shown(String rule) {
        int mark = rule.indexOf(MARK);
        return mark < 0
                ? rule
                : String.format(
                        "%s#%02d",
                        rule.substring(0, mark),
                        Integer.parseInt(rule.substring(mark + MARK.length())));
    }
}
