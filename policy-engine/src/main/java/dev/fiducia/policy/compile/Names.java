package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What names mean everywhere in one module: the rules of its package and its imports.
///
/// @param globals name to path, whose first element is `data` or `input`
/// @param modern whether what version 1 forbids is forbidden here
/// @param meant the names that some term was taken to mean so; filled while bodies are resolved
/// @param at where the module names its package
record Names(
        List<String> packagePath,
        Map<String, List<String>> globals,
        boolean modern,
        boolean compoundNot,
        Set<String> meant,
        Position at) {

    /// The names of each module; modules of one package see each other's rules.
    static List<Names> of(List<Module> modules, Settings settings, Diagnostics diagnostics) {
        Map<List<String>, Set<String>> exports = new HashMap<>();
        for (Module module : modules) {
            Set<String> names =
                    exports.computeIfAbsent(module.packagePath(), k -> new LinkedHashSet<>());
            module.rules().forEach(rule -> names.add(rule.name()));
        }
        List<Names> all = new ArrayList<>();
        for (Module module : modules) {
            boolean modern = settings.strictMode() || module.version() == RegoVersion.V1;
            Set<String> own = exports.getOrDefault(module.packagePath(), Set.of());
            all.add(of(module, own, modern, diagnostics));
        }
        return all;
    }

    private static Names of(
            Module module, Set<String> exports, boolean modern, Diagnostics diagnostics) {
        Map<String, List<String>> globals = new HashMap<>();
        for (String name : exports) {
            List<String> path = new ArrayList<>();
            path.add("data");
            path.addAll(module.packagePath());
            path.add(name);
            globals.put(name, path);
        }
        Map<String, Module.Import> imported = new HashMap<>();
        for (Module.Import one : module.imports()) {
            Optional<String> name = one.binds();
            if (name.isEmpty()) {
                continue;
            }
            Module.Import before = imported.putIfAbsent(name.get(), one);
            if (before != null && modern) {
                diagnostics.compile("import must not shadow " + before.text(), one.at());
            }
            // An import goes before a rule of that name.
            if (one.path().size() > 1 || one.alias() != null) {
                globals.put(name.get(), one.path());
            }
        }
        if (modern) {
            refuseRoots(module, diagnostics);
        }
        return new Names(
                module.packagePath(),
                Map.copyOf(globals),
                modern,
                module.compoundNot(),
                new HashSet<>(),
                module.at());
    }

    private static void refuseRoots(Module module, Diagnostics diagnostics) {
        for (Rule rule : module.rules()) {
            if (isRoot(rule.name())) {
                diagnostics.compile(
                        "rules must not shadow " + rule.name() + " (use a different rule name)",
                        rule.at());
            }
        }
    }

    /// For queries, which see no module's names.
    static Names none() {
        return new Names(List.of(), Map.of(), true, false, new HashSet<>(), Hoisting.NO_POSITION);
    }

    static boolean isRoot(String name) {
        return name.equals("input") || name.equals("data");
    }
}
