package dev.fiducia.initdata.template;

import com.fasterxml.jackson.databind.node.TextNode;

import dev.fiducia.initdata.template.Placeholders.Quotation;

import java.util.Optional;

/// How values are written in the files of a document, by the language that the file's name tells.
final class Quotations {
    private Quotations() {}

    /// Empty for files of unknown languages: they take no values inside.
    static Optional<Quotation> of(String file) {
        if (file.endsWith(".toml")) {
            return Optional.of(Quotations::toml);
        }
        return file.endsWith(".rego") || file.endsWith(".json")
                ? Optional.of((_, value) -> TextNode.valueOf(value).toString())
                : Optional.empty();
    }

    /// Certificates keep their lines; as a literal string they would end the one around them.
    private static String toml(ParameterType type, String value) {
        return type == ParameterType.CERTIFICATES
                ? "\"\"\"\n" + value + "\"\"\""
                : TomlString.line(value);
    }
}
