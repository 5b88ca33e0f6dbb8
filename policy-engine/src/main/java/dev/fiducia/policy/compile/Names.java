package dev.fiducia.policy.compile;

import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What names mean everywhere in one module: its rules and its imports.
///
/// @param globals name to path, whose first element is `data` or `input`
record Names(
        List<String> packagePath,
        Map<String, List<String>> globals,
        RegoVersion version,
        boolean compoundNot) {

    static Names of(Module module, Diagnostics diagnostics) {
        Map<String, List<String>> globals = new HashMap<>();
        Map<String, Module.Import> imported = new HashMap<>();
        for (Module.Import one : module.imports()) {
            Optional<String> name = one.binds();
            if (name.isEmpty()) {
                continue;
            }
            boolean root = one.path().size() == 1 && one.alias() == null;
            Module.Import before = imported.put(name.get(), one);
            if (module.version() == RegoVersion.V1) {
                if (before != null) {
                    diagnostics.compile("import must not shadow " + shown(before), one.at());
                }
                if (!root && isRoot(name.get())) {
                    diagnostics.compile("import alias must not shadow " + name.get(), one.at());
                }
            }
            if (!root) {
                globals.put(name.get(), one.path());
            }
        }
        for (Rule rule : module.rules()) {
            String name = rule.name();
            Module.Import clash = imported.get(name);
            if (clash != null && module.version() == RegoVersion.V1) {
                diagnostics.compile(
                        "rule " + name + " conflicts with import " + shown(clash), rule.at());
            }
            if (isRoot(name) && module.version() == RegoVersion.V1) {
                diagnostics.compile("rules must not shadow " + name, rule.at());
            }
            List<String> path = new ArrayList<>();
            path.add("data");
            path.addAll(module.packagePath());
            path.add(name);
            globals.put(name, path);
        }
        return new Names(
                module.packagePath(), Map.copyOf(globals), module.version(), module.compoundNot());
    }

    /// For queries, which see no module's names.
    static Names none() {
        return new Names(List.of(), Map.of(), RegoVersion.V1, false);
    }

    private static String shown(Module.Import one) {
        return "import " + String.join(".", one.path());
    }

    static boolean isRoot(String name) {
        return name.equals("input") || name.equals("data");
    }
}
