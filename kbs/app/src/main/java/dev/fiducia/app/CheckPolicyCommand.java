package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.agentpolicy.AgentPolicyClaims;
import dev.fiducia.initdata.agentpolicy.AgentPolicyException;
import dev.fiducia.initdata.agentpolicy.PolicyRegister;
import dev.fiducia.initdata.agentpolicy.PolicyVerdict;
import dev.fiducia.initdata.agentpolicy.RegisteredPolicy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `fiducia initdata check-policy`: what agent policies leave open, and whether they are approved.
@Command(
        name = "check-policy",
        mixinStandardHelpOptions = true,
        description = "Offline: what an agent policy leaves open to the host, and which it is.",
        footer = "%nFails when a policy is not believed, or matches none of the registered ones.")
final class CheckPolicyCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Policies (.rego) or initdata documents; - is standard input.")
    private List<Path> files = List.of();

    @Option(
            names = "--registered",
            paramLabel = "FILE",
            description = "An approved policy; may be repeated.")
    private List<Path> registered = List.of();

    @Option(
            names = "--registered-rules",
            paramLabel = "FILE",
            description = "Approved rules without policy_data; may be repeated.")
    private List<Path> rules = List.of();

    @Mixin private OutputOption output;

    @Override
    public Integer call() {
        PolicyRegister register = register();
        boolean mustMatch = !registered.isEmpty() || !rules.isEmpty();
        boolean good = true;
        ArrayNode reports = JsonNodeFactory.instance.arrayNode();
        for (Path file : files) {
            PolicyVerdict verdict = register.judge(policy(file));
            AgentPolicyClaims claims = AgentPolicyClaims.of(verdict);
            good &=
                    mustMatch
                            ? verdict.match().hasRegisteredRules()
                            : verdict.policy().isPresent() && claims.openness().isPresent();
            if (output.json()) {
                reports.add(claims.toJson().put("file", file.toString()));
            } else {
                System.out.print(PolicyReport.text(file.toString(), claims));
            }
        }
        if (output.json()) {
            System.out.println(reports.toPrettyString());
        }
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private PolicyRegister register() {
        List<RegisteredPolicy> policies = new ArrayList<>();
        registered.forEach(file -> policies.add(approved(file, RegisteredPolicy.Kind.FULL)));
        rules.forEach(file -> policies.add(approved(file, RegisteredPolicy.Kind.RULES)));
        try {
            return new PolicyRegister(policies);
        } catch (AgentPolicyException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }

    private static RegisteredPolicy approved(Path file, RegisteredPolicy.Kind kind) {
        String text =
                policy(file)
                        .orElseThrow(() -> CommandFailure.failed(file + " holds no agent policy"));
        return new RegisteredPolicy(file.toString(), file.toString(), 1, Map.of(), kind, text);
    }

    /// The text of a policy, or that inside a document; empty for a document without one.
    private static Optional<String> policy(Path file) {
        if (file.toString().endsWith(".rego")) {
            return Optional.of(Input.text(file));
        }
        byte[] bytes = Input.bytes(file);
        try {
            return Optional.ofNullable(InitdataDocument.parse(bytes).data().get("policy.rego"));
        } catch (InitdataException e) {
            Optional<String> text = Input.utf8(bytes);
            if (text.isPresent() && !file.toString().endsWith(".toml")) {
                return text;
            }
            throw CommandFailure.failed(file + ": " + e.code() + ": " + e.getMessage());
        }
    }
}
