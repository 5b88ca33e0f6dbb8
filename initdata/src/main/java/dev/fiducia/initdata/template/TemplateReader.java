package dev.fiducia.initdata.template;

import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.TomlText;

import org.tomlj.TomlTable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A template's text, strictly: what is not known is refused.
final class TemplateReader {
    private static final Set<String> MEMBERS =
            Set.of("description", "algorithm", "parameters", "members", "data");
    private static final Set<String> OF_PARAMETERS =
            Set.of("type", "description", "optional", "default");
    private static final Set<String> OF_DOCUMENTS = Set.of("version", "algorithm", "data");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final int MOST = 64;

    private TemplateReader() {}

    static Template read(String toml) throws TemplateException {
        TomlTable file = table(toml);
        known(file, MEMBERS, "the template");
        Map<String, Parameter> parameters = parameters(section(file, "parameters"));
        Map<String, String> members = texts(section(file, "members"), "members");
        Map<String, String> data = texts(section(file, "data"), "data");
        String algorithm = text(file, "algorithm", "the template").orElse("sha256");
        for (String name : members.keySet()) {
            if (OF_DOCUMENTS.contains(name)) {
                throw malformed("members." + name + " is written anyway: leave it out");
            }
        }
        Template template =
                new Template(
                        text(file, "description", "the template").orElse(""),
                        parameters,
                        algorithm,
                        members,
                        data);
        check(template);
        return template;
    }

    /// All placeholders are declared and stand where they can; what is no placeholder must do as it
    /// is.
    private static void check(Template template) throws TemplateException {
        Placeholders none = new Placeholders(template.parameters(), Map.of());
        Optional<String> algorithm =
                none.whole(template.algorithm(), "algorithm", Optional.empty());
        if (algorithm.isPresent() && InitdataAlgorithm.of(algorithm.get()).isEmpty()) {
            throw malformed("algorithm must be " + ParameterType.ALGORITHM.expected());
        }
        if (algorithm.isEmpty()
                && template.parameters().values().stream()
                        .anyMatch(each ->
                                template.algorithm().strip().equals("${" + each.name() + "}")
                                        && (each.type() != ParameterType.ALGORITHM
                                                || each.isOptional()))) {
            throw malformed("algorithm needs a parameter of type algorithm that is not optional");
        }
        for (Map.Entry<String, String> member : template.members().entrySet()) {
            none.whole(member.getValue(), "members." + member.getKey(), Optional.empty());
        }
        for (Map.Entry<String, String> file : template.data().entrySet()) {
            none.whole(
                    file.getValue(),
                    "data." + Names.shown(file.getKey()),
                    Quotations.of(file.getKey()));
        }
    }

    private static TomlTable table(String toml) throws TemplateException {
        if (toml.length() > InitdataDocument.MAX_SIZE) {
            throw new TemplateException(
                    TemplateException.Code.TOO_LARGE,
                    "a template has at most " + InitdataDocument.MAX_SIZE + " characters");
        }
        try {
            return TomlText.parse(toml);
        } catch (InitdataException e) {
            throw malformed(
                    "the template is not TOML: "
                            + e.place().map(at -> at + ": ").orElse("")
                            + e.getMessage());
        }
    }

    private static Map<String, Parameter> parameters(Optional<TomlTable> section)
            throws TemplateException {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (section.isEmpty()) {
            return parameters;
        }
        for (String name : section.get().keySet()) {
            String where = "parameters." + Names.shown(name);
            if (!NAME.matcher(name).matches()
                    || !(section.get().get(List.of(name)) instanceof TomlTable table)) {
                throw malformed(
                        where + " must be a table, its name of a-z 0-9 _ with a letter first");
            }
            parameters.put(name, parameter(name, table, where));
        }
        if (parameters.size() > MOST) {
            throw malformed("a template has at most " + MOST + " parameters");
        }
        return parameters;
    }

    private static Parameter parameter(String name, TomlTable table, String where)
            throws TemplateException {
        known(table, OF_PARAMETERS, where);
        ParameterType type =
                text(table, "type", where)
                        .flatMap(ParameterType::of)
                        .orElseThrow(() ->
                                malformed(
                                        where
                                                + ".type must be url, certificates, algorithm, name,"
                                                + " kbs-uri, line or text"));
        Optional<String> otherwise = Optional.empty();
        Optional<String> written = text(table, "default", where);
        if (written.isPresent()) {
            otherwise = type.canonical(written.get());
            if (otherwise.isEmpty()) {
                throw malformed(where + ".default must be " + type.expected());
            }
        }
        Object optional = table.get(List.of("optional"));
        if (optional != null && !(optional instanceof Boolean)) {
            throw malformed(where + ".optional must be true or false");
        }
        return new Parameter(
                name,
                type,
                text(table, "description", where).orElse(""),
                Boolean.TRUE.equals(optional),
                otherwise);
    }

    private static Map<String, String> texts(Optional<TomlTable> section, String where)
            throws TemplateException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (section.isPresent()) {
            for (String key : section.get().keySet()) {
                Object value = section.get().get(List.of(key));
                if (!(value instanceof String text)) {
                    throw malformed(
                            where
                                    + "."
                                    + Names.shown(key)
                                    + " must be a string; names with dots need quotes");
                }
                texts.put(key, text);
            }
        }
        return texts;
    }

    private static Optional<TomlTable> section(TomlTable file, String name)
            throws TemplateException {
        return switch (file.get(List.of(name))) {
            case null -> Optional.empty();
            case TomlTable table -> Optional.of(table);
            default -> throw malformed(name + " must be a table");
        };
    }

    private static Optional<String> text(TomlTable table, String name, String where)
            throws TemplateException {
        return switch (table.get(List.of(name))) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw malformed(name + " of " + where + " must be a string");
        };
    }

    private static void known(TomlTable table, Set<String> names, String where)
            throws TemplateException {
        for (String name : table.keySet()) {
            if (!names.contains(name)) {
                throw malformed(
                        where
                                + " has no "
                                + Names.shown(name)
                                + "; known are "
                                + String.join(", ", names.stream().sorted().toList()));
            }
        }
    }

    private static TemplateException malformed(String message) {
        return new TemplateException(TemplateException.Code.MALFORMED, message);
    }
}
