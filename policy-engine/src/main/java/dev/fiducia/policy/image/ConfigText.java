package dev.fiducia.policy.image;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

/// Configuration text, YAML or JSON, as a value.
final class ConfigText {
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 64, 64);

    private ConfigText() {}

    static RegoValue read(String text) throws ImagePolicyException {
        try {
            return RegoYaml.parse(text, LIMITS);
        } catch (RegoJsonException e) {
            String hint =
                    text.contains(": *") || text.contains("- *")
                            ? "; a value that begins with * needs quotes"
                            : "";
            throw new ImagePolicyException("", "not YAML: " + e.getMessage() + hint, e);
        }
    }
}
