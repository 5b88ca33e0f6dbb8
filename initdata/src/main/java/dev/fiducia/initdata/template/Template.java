package dev.fiducia.initdata.template;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.Names;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A text from which documents are made. Immutable.
///
/// A placeholder in `aa.toml` or `cdh.toml` becomes a TOML string, quotes included (`url =
/// ${kbs_url}`); one in a `.rego` or `.json` file a JSON string. A file that is one placeholder and
/// nothing else becomes its value.
///
/// @param algorithm the document's algorithm, or one placeholder
/// @param members further top-level members, each a text or one placeholder
/// @param data the files, in their order
public record Template(
        String description,
        Map<String, Parameter> parameters,
        String algorithm,
        Map<String, String> members,
        Map<String, String> data) {

    public Template {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /// Reads a template's text, TOML with `description`, `algorithm`, `[parameters.…]`, `[members]`
    /// and `[data]`. Every placeholder is checked here already.
    public static Template parse(String toml) throws TemplateException {
        return TemplateReader.read(toml);
    }

    /// The document for these values: always the same bytes, with line feeds and one at the end.
    ///
    /// @param values by the names of parameters, as people write them
    /// @throws TemplateException if a value is missing, unknown or wrong, or no document comes out
    public InitdataDocument render(Map<String, String> values) throws TemplateException {
        Placeholders placeholders = new Placeholders(parameters, canonical(values));
        StringBuilder text = new StringBuilder();
        text.append("algorithm = ")
                .append(TomlString.line(filled(placeholders, algorithm, "algorithm").orElse("")))
                .append("\nversion = ")
                .append(TomlString.line(InitdataDocument.VERSION))
                .append('\n');
        for (Map.Entry<String, String> member : members.entrySet()) {
            filled(placeholders, member.getValue(), "members." + member.getKey())
                    .ifPresent(value ->
                            text.append(TomlString.line(member.getKey()))
                                    .append(" = ")
                                    .append(TomlString.line(value))
                                    .append('\n'));
        }
        text.append("\n[data]\n");
        Map<String, String> files = files(placeholders);
        String separator = "";
        for (Map.Entry<String, String> file : files.entrySet()) {
            text.append(separator)
                    .append(TomlString.line(file.getKey()))
                    .append(" = ")
                    .append(TomlString.lines(file.getValue()))
                    .append('\n');
            separator = "\n";
        }
        return document(text.toString(), files);
    }

    private Map<String, String> files(Placeholders placeholders) throws TemplateException {
        Map<String, String> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : data.entrySet()) {
            String where = "data." + Names.shown(file.getKey());
            Optional<Placeholders.Quotation> quotation = Quotations.of(file.getKey());
            Optional<String> text = placeholders.whole(file.getValue(), where, quotation);
            text.ifPresent(content -> files.put(file.getKey(), content));
        }
        return files;
    }

    private static Optional<String> filled(Placeholders placeholders, String text, String where)
            throws TemplateException {
        return placeholders.whole(text, where, Optional.empty());
    }

    private Map<String, String> canonical(Map<String, String> values) throws TemplateException {
        Map<String, String> canonical = new TreeMap<>();
        for (Parameter parameter : parameters.values()) {
            String given = values.get(parameter.name());
            if (given != null) {
                canonical.put(
                        parameter.name(),
                        parameter
                                .type()
                                .canonical(given)
                                .orElseThrow(() -> invalid(parameter.name(), parameter.type())));
            } else if (parameter.otherwise().isPresent()) {
                canonical.put(parameter.name(), parameter.otherwise().get());
            } else if (!parameter.isOptional()) {
                throw new TemplateException(
                        TemplateException.Code.MISSING_PARAMETER,
                        parameter.name() + " has no value: give " + parameter.type().expected());
            }
        }
        for (String name : values.keySet()) {
            if (!parameters.containsKey(name)) {
                throw new TemplateException(
                        TemplateException.Code.UNKNOWN_PARAMETER,
                        "there is no parameter "
                                + Names.shown(name)
                                + "; this template has "
                                + String.join(", ", parameters.keySet()));
            }
        }
        return canonical;
    }

    static TemplateException invalid(String name, ParameterType type) {
        return new TemplateException(
                TemplateException.Code.INVALID_VALUE,
                "the value of " + name + " must be " + type.expected());
    }

    /// What was written must read back as what was meant.
    private static InitdataDocument document(String text, Map<String, String> files)
            throws TemplateException {
        if (text.length() > InitdataDocument.MAX_SIZE) {
            throw new TemplateException(
                    TemplateException.Code.TOO_LARGE,
                    "the document would have more than " + InitdataDocument.MAX_SIZE + " bytes");
        }
        try {
            InitdataDocument document =
                    InitdataDocument.parse(text.getBytes(StandardCharsets.UTF_8));
            if (!document.data().equals(files)) {
                throw new TemplateException(
                        TemplateException.Code.INVALID_VALUE,
                        "a value can't be written in a document");
            }
            return document;
        } catch (InitdataException e) {
            throw new TemplateException(
                    TemplateException.Code.MALFORMED,
                    "the template gives no document: " + e.getMessage());
        }
    }
}
