package dev.fiducia.kbs.policy;

import dev.fiducia.kbs.config.PolicyConfig;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The resource policies that are in force until someone stores one.
final class DefaultResourcePolicies {
    private DefaultResourcePolicies() {}

    static String text(PolicyConfig.Profile profile) {
        return switch (profile) {
            case STRICT -> load("strict.rego");
            case COMPATIBLE -> load("compatible.rego");
        };
    }

    private static String load(String name) {
        try (InputStream in = DefaultResourcePolicies.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the policy " + name + " is not part of this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
