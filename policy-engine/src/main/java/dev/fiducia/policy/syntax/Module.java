package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.value.RegoString;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A parsed policy file.
///
/// @param packagePath the path below `data`
/// @param version the dialect it follows, after `import rego.v1` is taken into account
/// @param annotations its `# METADATA` blocks in their order; empty unless reading them was asked
///   for
public record Module(
        List<String> packagePath,
        List<Import> imports,
        List<Rule> rules,
        RegoVersion version,
        boolean compoundNot,
        Position at,
        List<Annotation> annotations) {

    public Module {
        packagePath = List.copyOf(packagePath);
        imports = List.copyOf(imports);
        rules = List.copyOf(rules);
        annotations = List.copyOf(annotations);
    }

    /// The same module under another package.
    public Module inPackage(List<String> path) {
        return new Module(path, imports, rules, version, compoundNot, at, annotations);
    }

    Module annotated(List<Annotation> blocks) {
        return new Module(packagePath, imports, rules, version, compoundNot, at, blocks);
    }

    /// `import path as alias`; the path starts with `data`, `input`, `future` or `rego`.
    public record Import(List<String> path, @Nullable String alias, Position at) {
        private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

        public Import {
            path = List.copyOf(path);
        }

        /// The statement as it was written.
        public String text() {
            StringBuilder text = new StringBuilder("import ").append(path.getFirst());
            for (String key : path.subList(1, path.size())) {
                if (NAME.matcher(key).matches()) {
                    text.append('.').append(key);
                } else {
                    text.append('[').append(RegoString.of(key).toJson()).append(']');
                }
            }
            return text + (alias == null ? "" : " as " + alias);
        }

        /// The name that the import brings into the module; none for `future` and `rego`.
        public Optional<String> binds() {
            if (path.getFirst().equals("future") || path.getFirst().equals("rego")) {
                return Optional.empty();
            }
            return Optional.of(alias != null ? alias : path.getLast());
        }
    }
}
