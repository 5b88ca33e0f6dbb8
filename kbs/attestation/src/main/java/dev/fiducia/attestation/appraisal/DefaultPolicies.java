package dev.fiducia.attestation.appraisal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The attestation policies that are there without anyone having set them.
final class DefaultPolicies {
    private static final Map<String, String> TEXTS =
            load(
                    "default_cpu",
                    "default_gpu",
                    "default_switch",
                    "default_ppcie",
                    "default_nvidia-dpu",
                    "default_dcu");

    private DefaultPolicies() {}

    static Set<String> ids() {
        return TEXTS.keySet();
    }

    static Optional<String> text(String id) {
        return Optional.ofNullable(TEXTS.get(id));
    }

    private static Map<String, String> load(String... ids) {
        Map<String, String> texts = new TreeMap<>();
        for (String id : ids) {
            try (InputStream in = DefaultPolicies.class.getResourceAsStream(id + ".rego")) {
                if (in == null) {
                    throw new IllegalStateException(
                            "the policy " + id + " is not part of this build");
                }
                texts.put(id, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Map.copyOf(texts);
    }
}
