package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.policy.PolicyDigest;
import dev.fiducia.policy.PolicySource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia policy fmt-digest`: what policies are registered by.
@Command(
        name = "fmt-digest",
        mixinStandardHelpOptions = true,
        description = "Offline: digests of a policy's text and of its normal forms n1 and n2.")
final class PolicyDigestCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Rego files, or folders of them.")
    private List<Path> files = List.of();

    @Mixin private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        boolean complete = true;
        for (PolicySource source : PolicyFiles.read(files, null)) {
            PolicyDigest digest = PolicyDigest.of(source.text());
            complete &= digest.n1().isPresent() && digest.n2().isPresent();
            ObjectNode one = all.addObject();
            one.put("path", source.path()).put("sha256", digest.sha256());
            digest.n1().ifPresent(n1 -> one.put("n1", n1));
            digest.n2().ifPresent(n2 -> one.put("n2", n2));
            if (!output.json()) {
                System.out.printf(
                        "%s%n  sha256 %s%n  %s%n  %s%n",
                        source.path(),
                        digest.sha256(),
                        digest.n1().orElse("no n1: not made of tokens"),
                        digest.n2().orElse("no n2: not a module"));
            }
        }
        if (output.json()) {
            System.out.println(all.toPrettyString());
        }
        return complete ? ExitCode.OK : ExitCode.FAILED;
    }
}
