package dev.fiducia.policy.bench;

import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.HostFunction;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/// Decisions as a service makes them: the request is built anew for each, the policy is not.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecisionBenchmark {
    private static final RegoObject REFERENCES =
            (RegoObject)
                    Compiled.json(
                            """
                            {"snp_launch_measurement": ["5f04d0b1", "8a0c1c8e"],
                             "snp_bootloader": [3], "snp_microcode": [209, 210],
                             "snp_snp_svn": [13, 14], "snp_tee_svn": [0],
                             "snp_smt_enabled": true, "snp_tsme_enabled": false,
                             "snp_guest_abi_major": 0, "snp_guest_abi_minor": 0,
                             "snp_single_socket": false, "snp_smt_allowed": true}
                            """);

    private final PreparedQuery rbac =
            Compiled.resource(Profile.OPA, "rbac.rego").policy().prepareRule("data.rbac.allow");
    private final RegoValue rbacData =
            Compiled.json(
                    """
                    {"users": {"alice": {"roles": ["viewer", "editor"]}, "bob": {"roles": ["admin"]}},
                     "roles": {"viewer": {"grants": [{"action": "read", "resource": "report"},
                                                     {"action": "read", "resource": "invoice"}]},
                               "editor": {"grants": [{"action": "write", "resource": "report"}]}}}
                    """);
    private final RegoValue rbacInput =
            Compiled.json(
                    """
                    {"user": "alice", "action": "write", "resource": "report"}
                    """);

    private final PreparedQuery attestation =
            Compiled.resource(Profile.TRUSTEE, "attestation.rego")
                    .policy()
                    .prepareRule("data.policy.trust_claims");
    private final RegoValue evidence =
            Compiled.json(
                    """
                    {"init_data": "", "report_data": "00",
                     "snp": {"measurement": "8a0c1c8e", "policy_debug_allowed": false,
                             "policy_migrate_ma": false, "policy_abi_major": 0,
                             "policy_abi_minor": 0, "policy_single_socket": false,
                             "policy_smt_allowed": true, "platform_smt_enabled": true,
                             "platform_tsme_enabled": false, "reported_tcb_bootloader": 3,
                             "reported_tcb_microcode": 209, "reported_tcb_snp": 14,
                             "reported_tcb_tee": 0}}
                    """);
    private final HostFunction references =
            HostFunction.of(
                    "query_reference_value",
                    1,
                    arguments -> {
                        RegoValue found = REFERENCES.get(arguments.getFirst());
                        return found == null ? RegoNull.NULL : found;
                    });

    private final PreparedQuery violation =
            Compiled.resource(Profile.OPA, "privileged.rego")
                    .policy()
                    .prepareRule("data.privileged.violation");
    private final RegoValue review =
            Compiled.json(
                    """
                    {"parameters": {"exemptImages": ["registry.example/base/*", "registry.example/probe:1"]},
                     "review": {"operation": "CREATE", "kind": {"group": "", "kind": "Pod", "version": "v1"},
                      "object": {"metadata": {"name": "web", "labels": {"app": "web"}},
                       "spec": {
                        "containers": [
                         {"name": "web", "image": "registry.example/web:3", "securityContext": {"privileged": true}},
                         {"name": "log", "image": "registry.example/log:2", "securityContext": {"privileged": false}},
                         {"name": "base", "image": "registry.example/base/x:1", "securityContext": {"privileged": true}}],
                        "initContainers": [
                         {"name": "setup", "image": "registry.example/setup:9", "securityContext": {"privileged": true}}]}}}}
                    """);

    /// A small RBAC policy that allows by the last grant of the second role.
    @Benchmark
    public EvalResult rbacAllow() {
        return rbac.evaluate(EvalRequest.builder().input(rbacInput).data(rbacData).build());
    }

    /// The trust vector of SEV-SNP evidence, all affirming, with eleven reference values.
    @Benchmark
    public EvalResult attestation() {
        return attestation.evaluate(
                EvalRequest.builder().input(evidence).hostFunction(references).build());
    }

    /// An admission review of four containers that finds two violations.
    @Benchmark
    public EvalResult review() {
        return violation.evaluate(EvalRequest.ofInput(review));
    }
}
