package dev.fiducia.app;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import java.nio.file.Path;
import java.util.List;

/// Reads the YAML or JSON documents of a file, or of standard input as `-`.
final class YamlInput {
    private static final JsonLimits LIMITS = new JsonLimits(16 << 20, 128, 4096);

    private YamlInput() {}

    static RegoValue document(Path file) {
        List<RegoValue> documents = documents(file);
        if (documents.size() != 1) {
            throw CommandFailure.failed(
                    file + " must hold exactly one object, it holds " + documents.size());
        }
        return documents.getFirst();
    }

    static List<RegoValue> documents(Path file) {
        try {
            return RegoYaml.parseAll(Input.text(file), LIMITS).stream()
                    .filter(document -> !(document instanceof RegoNull))
                    .toList();
        } catch (RegoJsonException e) {
            throw CommandFailure.failed(file + ": " + e.getMessage());
        }
    }
}
