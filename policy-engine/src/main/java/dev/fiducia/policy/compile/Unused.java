package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Term;

import java.util.ArrayList;
import java.util.List;

/// Says what is declared and used nowhere, in OPA's words: errors in its strict mode, else
/// warnings.
///
/// Source: OPA's compiler, "Compiler strict mode" of its documentation.
final class Unused {
    private static final int MOST_WARNINGS = 100;

    private final Diagnostics diagnostics;
    private final Settings settings;
    private final List<Diagnostic> warnings = new ArrayList<>();

    Unused(Diagnostics diagnostics, Settings settings) {
        this.diagnostics = diagnostics;
        this.settings = settings;
    }

    /// To be called when all bodies are resolved.
    void imports(List<Module> modules, List<Names> names) {
        for (int i = 0; i < modules.size(); i++) {
            for (Module.Import one : modules.get(i).imports()) {
                String name = one.binds().orElse(null);
                if (name != null && !names.get(i).meant().contains(name)) {
                    report(one.text() + " unused", one.at(), settings.strictMode());
                }
            }
        }
    }

    /// The left of an assignment.
    void assigned(Variable variable) {
        report("assigned var " + variable.name + " unused", variable.at, settings.strictMode());
    }

    void argument(Term.Var name) {
        report(
                "unused argument " + name.name() + ". (hint: use _ (wildcard variable) instead)",
                name.at(),
                settings.strictMode());
    }

    /// A variable of `every`: OPA refuses it in any mode, the engines of other hosts do not look.
    void declared(Variable variable) {
        boolean refused = settings.strictMode() || settings.profile() == Profile.OPA;
        report("declared var " + variable.name + " unused", variable.at, refused);
    }

    private void report(String message, Position at, boolean refused) {
        if (refused) {
            diagnostics.compile(message, at);
        } else if (warnings.size() < MOST_WARNINGS) {
            warnings.add(Diagnostic.warning("rego_unused", message, at));
        }
    }

    List<Diagnostic> warnings() {
        return List.copyOf(warnings);
    }
}
