package dev.fiducia.app;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import java.nio.file.Path;

/// A document for a policy to work on: JSON, or YAML if the file is called so.
final class PolicyDocument {
    private PolicyDocument() {}

    static RegoValue read(Path file) {
        String text = Input.text(file);
        String name = file.toString();
        try {
            return name.endsWith(".yaml") || name.endsWith(".yml")
                    ? RegoYaml.parse(text, JsonLimits.DEFAULT)
                    : RegoJson.parse(text);
        } catch (RegoJsonException e) {
            throw CommandFailure.failed(file + ": " + e.getMessage());
        }
    }
}
