package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// `fiducia policy`: the policies by which evidence and requests are judged.
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description =
                "Sets and shows the service's policies; checks, evaluates and tests policies offline.",
        subcommands = {
            PolicyCheckCommand.class,
            PolicyEvalCommand.class,
            PolicyTestCommand.class,
            PolicyBenchCommand.class,
            PolicyDigestCommand.class,
        })
final class PolicyCommand {
    private static final String RESOURCE_POLICY = "resource-policy";

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Replaces a policy.")
    int set(
            @Mixin ServiceOptions service,
            @Parameters(
                            paramLabel = "ID",
                            description =
                                    "resource-policy, or an attestation policy such as default_cpu.")
                    String id,
            @Parameters(paramLabel = "FILE", description = "Rego text; - is standard input.")
                    Path file) {
        String encoded =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Input.text(file).getBytes(StandardCharsets.UTF_8));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!id.equals(RESOURCE_POLICY)) {
            body.put("type", "rego").put("policy_id", id);
        }
        body.put("policy", encoded);
        String route = id.equals(RESOURCE_POLICY) ? RESOURCE_POLICY : "attestation-policy";
        service.admin().post("/kbs/v0/" + route, "application/json", AdminClient.write(body));
        System.out.println("set " + id);
        return ExitCode.OK;
    }

    @Command(name = "get", mixinStandardHelpOptions = true, description = "Prints a policy's text.")
    int get(@Mixin ServiceOptions service, @Parameters(paramLabel = "ID") String id) {
        JsonNode policy = service.admin().getJson("/api/v1/policies/" + AdminClient.encoded(id));
        System.out.print(policy.path("text").asText());
        return ExitCode.OK;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the policies.")
    int list(@Mixin ServiceOptions service) {
        for (JsonNode policy : service.admin().getJson("/api/v1/policies").path("policies")) {
            System.out.printf(
                    "%-24s %s%n", policy.path("id").asText(), policy.path("kind").asText());
        }
        return ExitCode.OK;
    }
}
