package dev.fiducia.policy.constraint;

import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.Severity;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.ParseResult;
import dev.fiducia.policy.syntax.RegoParser;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import java.util.ArrayList;
import java.util.List;

/// The modules of one template: checked for what templates may use, then compiled by themselves.
///
/// The entry module's package is ignored: it becomes `template`. It must define `violation`.
/// Libraries live below `data.lib`. Nothing may refer to other documents than `input`, `data.lib`
/// and `data.inventory`.
final class TemplateModules {
    private static final String ENTRY = "template";
    private static final String VIOLATION = "violation";
    private static final String LIB = "lib";
    private static final int MAX_LIBS = 100;

    private final TemplateSource source;
    private final Limits limits;
    private final List<ConstraintError> errors = new ArrayList<>();
    private final List<Module> modules = new ArrayList<>();

    private TemplateModules(TemplateSource source, Limits limits) {
        this.source = source;
        this.limits = limits;
    }

    /// The rule that gives a template's violations, ready to be evaluated.
    static PreparedQuery violations(TemplateSource source, RegoCompiler compiler, Limits limits)
            throws Refused {
        TemplateModules template = new TemplateModules(source, limits);
        template.parse();
        template.check();
        CompileResult compiled = compiler.compileModules(template.modules);
        template.report(compiled.errors());
        template.refuseErrors();
        return compiled.policy().orElseThrow().prepareRule("data." + ENTRY + "." + VIOLATION);
    }

    private void parse() throws Refused {
        if (source.libs().size() > MAX_LIBS) {
            errors.add(error("a template has at most " + MAX_LIBS + " libs", source.location()));
            refuseErrors();
        }
        module(ENTRY, source.rego());
        for (int i = 0; i < source.libs().size(); i++) {
            module("libs[" + i + "]", source.libs().get(i));
        }
        refuseErrors();
    }

    private void module(String path, String text) {
        ParseResult parsed =
                RegoParser.parse(
                        new PolicySource(path, text, source.version()), source.version(), limits);
        report(parsed.diagnostics());
        if (parsed.module().isPresent()) {
            Module module = parsed.module().get();
            modules.add(path.equals(ENTRY) ? module.inPackage(List.of(ENTRY)) : module);
        }
    }

    private void check() throws Refused {
        Module entry = modules.getFirst();
        if (entry.rules().stream().noneMatch(TemplateModules::givesViolations)) {
            errors.add(error("the rule " + VIOLATION + " is missing", source.location()));
        }
        for (Module lib : modules.subList(1, modules.size())) {
            if (lib.packagePath().size() < 2 || !lib.packagePath().getFirst().equals(LIB)) {
                errors.add(
                        error(
                                "the package of a lib must be below lib, as in lib.name; it is "
                                        + String.join(".", lib.packagePath()),
                                lib.at().toString()));
            }
        }
        for (Module module : modules) {
            module.imports().forEach(this::checkImport);
            for (Rule rule : module.rules()) {
                DataReferences.in(rule).forEach(this::checkReference);
            }
        }
        refuseErrors();
    }

    private static boolean givesViolations(Rule rule) {
        return rule.name().equals(VIOLATION) && rule.arguments() == null;
    }

    private void checkImport(Module.Import one) {
        List<String> path = one.path();
        boolean lib = path.size() >= 2 && path.getFirst().equals("data") && path.get(1).equals(LIB);
        if (!lib && !path.getFirst().equals("future")) {
            errors.add(
                    error(
                            "only data.lib and future.keywords can be imported, not "
                                    + String.join(".", path),
                            one.at().toString()));
        }
    }

    private void checkReference(Term.Ref ref) {
        if (!ref.operands().isEmpty()
                && ref.operands().getFirst() instanceof Term.StringLiteral first
                && (first.value().equals(LIB) || first.value().equals("inventory"))) {
            return;
        }
        errors.add(error("disallowed ref " + shown(ref), ref.at().toString()));
    }

    private static String shown(Term.Ref ref) {
        StringBuilder text = new StringBuilder("data");
        for (Term operand : ref.operands()) {
            switch (operand) {
                case Term.StringLiteral s -> text.append('.').append(s.value());
                case Term.Var v -> text.append('[').append(v.name()).append(']');
                default -> text.append("[…]");
            }
        }
        return text.toString();
    }

    private void report(List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            if (diagnostic.severity() != Severity.ERROR) {
                continue;
            }
            errors.add(
                    new ConstraintError(
                            diagnostic.code(), diagnostic.message(), diagnostic.at().toString()));
        }
    }

    private void refuseErrors() throws Refused {
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }

    private static ConstraintError error(String message, String location) {
        return new ConstraintError(ConstraintError.INVALID_REGO, message, location);
    }
}
