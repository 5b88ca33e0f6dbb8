package dev.fiducia.policy.bench;

import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A policy that compiled.
record Compiled(PolicySet policy) {

    static Compiled of(Profile profile, RegoVersion version, String text) {
        CompileResult result =
                RegoCompiler.builder()
                        .profile(profile)
                        .hostFunction("query_reference_value", 1)
                        .build()
                        .compile(List.of(new PolicySource("policy.rego", text, version)));
        return new Compiled(
                result.policy()
                        .orElseThrow(() -> new IllegalStateException(result.errors().toString())));
    }

    /// Of a text beside the benchmarks.
    static Compiled resource(Profile profile, String name) {
        try (InputStream in = Compiled.class.getResourceAsStream("/bench/" + name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return of(profile, RegoVersion.V1, new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RegoValue json(String text) {
        try {
            return RegoJson.parse(text);
        } catch (RegoJsonException e) {
            throw new IllegalStateException(e);
        }
    }
}
