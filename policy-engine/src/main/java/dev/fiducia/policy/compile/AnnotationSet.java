package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Annotation;
import dev.fiducia.policy.syntax.Annotation.Scope;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The annotations of modules that belong together, by what they speak of.
final class AnnotationSet {
    private static final RegoString PATH = RegoString.of("path");
    private static final RegoString ANNOTATIONS = RegoString.of("annotations");

    /// From the block farthest above a rule to the nearest.
    private final IdentityHashMap<Rule, List<Annotation>> byRule = new IdentityHashMap<>();

    private final Map<List<RegoValue>, Annotation> byPackage = new HashMap<>();

    /// Of scope document and subpackages, as both may speak of one path once only.
    private final Map<List<RegoValue>, Annotation> byPath = new HashMap<>();

    /// The first call of each function.
    private final Map<String, Position> calls = new HashMap<>();

    private AnnotationSet() {}

    static AnnotationSet of(List<Module> modules, Diagnostics diagnostics) {
        AnnotationSet set = new AnnotationSet();
        for (Module module : modules) {
            for (Annotation annotation : module.annotations()) {
                set.add(module, annotation, diagnostics);
            }
        }
        return set;
    }

    private void add(Module module, Annotation annotation, Diagnostics diagnostics) {
        Rule rule = annotation.subject();
        List<RegoValue> path =
                rule == null ? strings(module.packagePath()) : path(module.packagePath(), rule);
        if (annotation.scope() == Scope.RULE && rule != null) {
            byRule.computeIfAbsent(rule, _ -> new ArrayList<>()).add(annotation);
            return;
        }
        Annotation before =
                (annotation.scope() == Scope.PACKAGE ? byPackage : byPath)
                        .putIfAbsent(path, annotation);
        if (before != null) {
            Position there = before.at();
            diagnostics.type(
                    annotation.scope().text()
                            + " annotation redeclared: "
                            + there.path()
                            + ":"
                            + there.line(),
                    annotation.at());
        }
    }

    /// What a call in a rule stands for, or null where the function is another one.
    ///
    /// @param branch whether it is an `else` branch, which no block stands right above
    @Nullable RegoValue constant(
            String function, List<String> packagePath, Rule of, boolean branch, Position at) {
        List<Annotation> own = branch ? List.of() : byRule.getOrDefault(of, List.of());
        RegoValue value =
                switch (function) {
                    case "rego.metadata.rule" ->
                            own.isEmpty() ? RegoObject.EMPTY : own.getLast().value();
                    case "rego.metadata.chain" -> chain(own, packagePath, of);
                    default -> null;
                };
        if (value != null) {
            calls.putIfAbsent(function, at);
        }
        return value;
    }

    /// From the rule outwards; the rule has an entry even without annotations.
    private RegoValue chain(List<Annotation> own, List<String> packagePath, Rule rule) {
        List<RegoValue> path = path(packagePath, rule);
        List<RegoValue> home = strings(packagePath);
        List<RegoValue> chain = new ArrayList<>();
        for (Annotation annotation : own.reversed()) {
            chain.add(entry(path, annotation));
        }
        if (own.isEmpty()) {
            chain.add(entry(path, null));
        }
        Annotation document = byPath.get(path);
        if (document != null) {
            chain.add(entry(path, document));
        }
        Annotation ofPackage = byPackage.get(home);
        if (ofPackage != null) {
            chain.add(entry(home, ofPackage));
        }
        for (int length = home.size(); length > 0; length--) {
            List<RegoValue> above = home.subList(0, length);
            Annotation annotation = byPath.get(above);
            if (annotation != null) {
                chain.add(entry(above, annotation));
            }
        }
        return RegoArray.copyOf(chain);
    }

    private static RegoObject entry(List<RegoValue> path, @Nullable Annotation annotation) {
        RegoObject.Builder entry = RegoObject.builder().put(PATH, RegoArray.copyOf(path));
        if (annotation != null) {
            entry.put(ANNOTATIONS, annotation.value());
        }
        return entry.build();
    }

    /// That the functions were called, for hosts that do not have them.
    List<Diagnostic> differences() {
        List<Diagnostic> found = new ArrayList<>();
        calls.forEach((name, at) -> found.add(Differences.lackedByHosts(name, at)));
        return found;
    }

    /// The path of a rule's document, as far as its head writes it out.
    private static List<RegoValue> path(List<String> packagePath, Rule rule) {
        List<RegoValue> path = new ArrayList<>(strings(packagePath));
        path.add(RegoString.of(rule.name()));
        for (Term operand : rule.reference().operands()) {
            RegoValue key = RuleTree.constant(operand);
            if (key == null) {
                break;
            }
            path.add(key);
        }
        return List.copyOf(path);
    }

    private static List<RegoValue> strings(List<String> path) {
        return path.stream().<RegoValue>map(RegoString::of).toList();
    }
}
