package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Annotation.Scope;
import dev.fiducia.policy.syntax.AnnotationFields.Malformed;
import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;
import dev.fiducia.policy.value.YamlReading;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the `# METADATA` blocks of a module, as OPA attaches them: to the first statement that
/// begins below the block's first line, whatever stands between them.
final class AnnotationParser {
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 64, 4096);
    private static final Pattern LINE = Pattern.compile("line (\\d{1,9}):");

    private final Module module;
    private final List<Annotation> found = new ArrayList<>();
    private final List<Diagnostic> errors = new ArrayList<>();

    AnnotationParser(Module module) {
        this.module = module;
    }

    /// The module with its annotations, or what is wrong with them.
    ParseResult annotated(List<Comment> comments) {
        MetadataBlock.among(comments).forEach(this::block);
        return errors.isEmpty()
                ? new ParseResult(Optional.of(module.annotated(found)), List.of())
                : new ParseResult(Optional.empty(), errors);
    }

    private void block(MetadataBlock block) {
        Position at = block.at();
        List<Comment> lines = block.lines();
        String yaml = block.yaml();
        if (yaml.isBlank()) {
            refuse("expected METADATA block, found whitespace", at);
            return;
        }
        try {
            RegoValue value = RegoYaml.parse(yaml, YamlReading.CORE, LIMITS);
            if (value instanceof RegoNull) {
                value = RegoObject.EMPTY;
            }
            if (!(value instanceof RegoObject raw)) {
                throw AnnotationFields.mistyped(null, value, "a map of annotations");
            }
            RegoValue texts = RegoYaml.parse(yaml, YamlReading.TEXT, LIMITS);
            attach(new AnnotationFields(raw, texts), at);
        } catch (RegoJsonException e) {
            String message = String.valueOf(e.getMessage());
            Matcher line = LINE.matcher(message);
            int index = line.find() ? Integer.parseInt(line.group(1)) - 1 : 0;
            refuse(message, lines.get(Math.clamp(index, 0, lines.size() - 1)).at());
        } catch (Malformed e) {
            refuse(e.problem(), place(e.field, lines));
        }
    }

    /// The line that begins with the field's name, else the block's first.
    private static Position place(@Nullable String field, List<Comment> lines) {
        return lines.stream()
                .filter(line -> field != null && line.text().strip().startsWith(field + ":"))
                .findFirst()
                .orElse(lines.getFirst())
                .at();
    }

    private void attach(AnnotationFields fields, Position at) throws Malformed {
        boolean ofPackage = module.at().line() > at.line();
        Rule rule = ofPackage ? null : ruleBelow(at);
        Module.Import imported = ofPackage ? null : importBelow(at);
        if (rule != null && imported != null) {
            if (isBefore(imported.at(), rule.at())) {
                rule = null;
            } else {
                imported = null;
            }
        }
        String below =
                ofPackage ? "package" : rule != null ? "rule" : imported != null ? "import" : "";
        boolean entrypoint = fields.isEntrypoint();
        String written = fields.scope();
        if (written.isEmpty()) {
            written = rule != null && entrypoint ? "document" : below;
        }
        Scope scope = scope(written);
        if (scope == null) {
            refuse(
                    "invalid annotation scope '"
                            + written
                            + "'. Use one of 'rule', 'document', 'package', or 'subpackages'",
                    at);
        } else if (scope.isOfPackage() ? !ofPackage : rule == null) {
            refuse(
                    "annotation scope '"
                            + written
                            + "' must be applied to "
                            + (scope.isOfPackage() ? "package" : "rule")
                            + (below.isEmpty() ? "" : " (have " + below + ")"),
                    at);
        }
        if (entrypoint && scope != Scope.DOCUMENT && scope != Scope.PACKAGE) {
            refuse(
                    "annotation entrypoint applied to non-document or package scope '"
                            + written
                            + "'",
                    at);
        }
        // Fields are judged whatever the scope, so that all errors of a block show at once.
        RegoObject value = fields.value(scope == null ? Scope.RULE : scope);
        if (scope != null) {
            found.add(new Annotation(scope, value, rule, at));
        }
    }

    private @Nullable Rule ruleBelow(Position at) {
        for (Rule rule : module.rules()) {
            if (rule.at().line() > at.line()) {
                return rule;
            }
        }
        return null;
    }

    private Module.@Nullable Import importBelow(Position at) {
        for (Module.Import one : module.imports()) {
            if (one.at().line() > at.line()) {
                return one;
            }
        }
        return null;
    }

    private static boolean isBefore(Position one, Position other) {
        return one.line() != other.line()
                ? one.line() < other.line()
                : one.column() < other.column();
    }

    private static @Nullable Scope scope(String text) {
        for (Scope scope : Scope.values()) {
            if (scope.text().equals(text)) {
                return scope;
            }
        }
        return null;
    }

    private void refuse(String message, Position at) {
        errors.add(Diagnostic.error("rego_parse_error", message, at));
    }
}
