package dev.fiducia.kbs.metrics;

import dev.fiducia.attestation.Tee;
import dev.fiducia.kbs.http.Method;
import dev.fiducia.kbs.policy.Decision;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Counts what the protocol comes to. Trustee's label `resource_path` is left out: it names
/// secrets, and guests choose it.
public final class KbsMetrics {
    private static final String RESOURCE = "resource";

    private final Counter authRequests;
    private final Counter authSuccesses;
    private final Counter authErrors;
    private final Counter attestationRequests;
    private final Counter attestationErrors;
    private final Map<String, Counter> attestationSuccesses;
    private final Map<String, Counter> attestationFailures;
    private final Counter policyEvaluations;
    private final Counter policyApprovals;
    private final Counter policyViolations;
    private final Counter policyErrors;
    private final Counter resourceReads;
    private final Counter resourceWrites;
    private final Counter resourceDeletes;

    KbsMetrics(MeterRegistry registry) {
        Function<String, Counter> counter = name -> Counter.builder(name).register(registry);
        this.authRequests = counter.apply("kbs.auth.requests");
        this.authSuccesses = counter.apply("kbs.auth.successes");
        this.authErrors = counter.apply("kbs.auth.errors");
        this.attestationRequests = counter.apply("kbs.attestation.requests");
        this.attestationErrors = counter.apply("kbs.attestation.errors");
        this.attestationSuccesses = byTee("kbs.attestation.successes", registry);
        this.attestationFailures = byTee("kbs.attestation.failures", registry);
        this.policyEvaluations = counter.apply("kbs.policy.evaluations");
        this.policyApprovals = counter.apply("kbs.policy.approvals");
        this.policyViolations = counter.apply("kbs.policy.violations");
        this.policyErrors = counter.apply("kbs.policy.errors");
        this.resourceReads = counter.apply("kbs.resource.reads");
        this.resourceWrites = counter.apply("kbs.resource.writes");
        this.resourceDeletes = counter.apply("kbs.resource.deletes");
    }

    private static Map<String, Counter> byTee(String name, MeterRegistry registry) {
        return Stream.of(Tee.values())
                .map(Tee::wireName)
                .collect(
                        Collectors.toUnmodifiableMap(
                                tee -> tee,
                                tee ->
                                        Counter.builder(name)
                                                .tag("tee_type", tee)
                                                .register(registry)));
    }

    /// `/auth` was answered, with a challenge or without.
    public void auth(boolean challenged) {
        authRequests.increment();
        (challenged ? authSuccesses : authErrors).increment();
    }

    /// `/attest` gave a token; a repeated answer tells of no further verification.
    public void attested(String tee, boolean repeated) {
        attestationRequests.increment();
        if (!repeated) {
            increment(attestationSuccesses, tee);
        }
    }

    /// `/attest` gave none.
    ///
    /// @param tee of the evidence that was not believed; empty where none was looked at
    public void notAttested(Optional<String> tee) {
        attestationRequests.increment();
        tee.ifPresentOrElse(
                name -> increment(attestationFailures, name), attestationErrors::increment);
    }

    private static void increment(Map<String, Counter> counters, String tee) {
        Counter counter = counters.get(tee);
        if (counter != null) {
            counter.increment();
        }
    }

    /// The resource policy was asked.
    public void policy(Decision decision) {
        policyEvaluations.increment();
        switch (decision) {
            case Decision.Allow() -> policyApprovals.increment();
            case Decision.Deny _ -> policyViolations.increment();
            case Decision.Failed _ -> policyErrors.increment();
        }
    }

    /// A plugin is about to be called.
    public void plugin(String name, Method method) {
        if (name.equals(RESOURCE)) {
            switch (method) {
                case GET -> resourceReads.increment();
                case POST, PUT -> resourceWrites.increment();
                case DELETE -> resourceDeletes.increment();
            }
        }
    }
}
