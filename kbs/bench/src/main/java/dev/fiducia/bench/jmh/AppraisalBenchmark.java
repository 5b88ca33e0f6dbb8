package dev.fiducia.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.appraisal.AppraisalPolicy;
import dev.fiducia.attestation.appraisal.PolicyResult;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The default attestation policy over SEV-SNP claims, and its compilation.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AppraisalBenchmark {

    private final String text = text();
    private final AppraisalPolicy policy = compiled(text);
    private final ObjectNode evidence = annotatedEvidence();
    private final Map<String, JsonNode> references = references(evidence);

    /// One evaluation.
    @Benchmark
    public PolicyResult evaluate() {
        return policy.judge(evidence, name -> Optional.ofNullable(references.get(name)));
    }

    /// One compilation, which a service does once for each text.
    @Benchmark
    public AppraisalPolicy compile() {
        return compiled(text);
    }

    private static String text() {
        try (InputStream in = AppraisalPolicy.class.getResourceAsStream("default_cpu.rego")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AppraisalPolicy compiled(String text) {
        AppraisalPolicy.Compiled compiled = AppraisalPolicy.compile("default_cpu", text);
        return compiled.policy()
                .orElseThrow(() -> new IllegalStateException(compiled.diagnostics().toString()));
    }

    private static ObjectNode annotatedEvidence() {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        TeeClaims verified = new SnpEvidence(crypto).verify().claims().getFirst();
        ObjectNode claims = verified.claims().deepCopy();
        ObjectNode annotated = JsonNodeFactory.instance.objectNode();
        annotated.set("init_data", claims.remove("init_data"));
        annotated.set("report_data", claims.remove("report_data"));
        claims.putObject("platform_trust").put("trusted", true);
        annotated.set("snp", claims);
        return annotated;
    }

    private static Map<String, JsonNode> references(ObjectNode evidence) {
        JsonNode snp = evidence.path("snp");
        return Map.of(
                "snp_launch_measurement", only(snp.path("measurement")),
                "snp_bootloader", only(snp.path("reported_tcb_bootloader")),
                "snp_microcode", only(snp.path("reported_tcb_microcode")),
                "snp_snp_svn", only(snp.path("reported_tcb_snp")),
                "snp_tee_svn", only(snp.path("reported_tcb_tee")));
    }

    private static JsonNode only(JsonNode value) {
        return JsonNodeFactory.instance.arrayNode().add(value);
    }
}
