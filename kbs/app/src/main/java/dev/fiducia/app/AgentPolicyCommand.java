package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;

/// `fiducia agent-policy`: which Kata agent policies the service's administrators stand for.
@Command(
        name = "agent-policy",
        mixinStandardHelpOptions = true,
        description = "Registers, approves and judges Kata agent policies.")
final class AgentPolicyCommand {
    private static final String ROUTE = "/api/v1/agent-policies";
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a policy as the next revision of a name, as a draft.")
    int add(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(
                            paramLabel = "FILE",
                            description = "Rego, an initdata document or an annotation's value.")
                    Path file,
            @Option(names = "--rules", description = "Rules alone, without policy_data.")
                    boolean rules,
            @Option(names = "--approve", description = "Stand for it at once.") boolean approve,
            @Mixin RequestOptions request,
            @Mixin OutputOption output) {
        QueryText query =
                request.addTo(new QueryText().with("name", name))
                        .with("kind", rules ? "rules" : null)
                        .flag("approve", approve);
        byte[] answer =
                service.admin()
                        .post(ROUTE + query, type(file), Input.bytes(file), request.headers());
        print(AdminClient.parse(answer), output);
        return ExitCode.OK;
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Approves a policy: documents with it match from now on.")
    int approve(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "ID|NAME[@REVISION]") String reference,
            @Option(names = "--reinstate", description = "Even if it was revoked; needs a reason.")
                    boolean reinstate,
            @Option(names = "--reason", description = "Why; kept with it.") @Nullable String reason,
            @Mixin RequestOptions request,
            @Mixin OutputOption output) {
        QueryText query = request.addTo(new QueryText()).flag("reinstate", reinstate);
        return change(service, reference, ":approve" + query, reason, request, output);
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Revokes a policy: it matches nothing from the next request on.")
    int revoke(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "ID|NAME[@REVISION]") String reference,
            @Option(names = "--reason", description = "Why; kept with it.") @Nullable String reason,
            @Mixin RequestOptions request,
            @Mixin OutputOption output) {
        QueryText query = request.addTo(new QueryText());
        return change(service, reference, ":revoke" + query, reason, request, output);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the registered policies.")
    int list(@Mixin ServiceOptions service, @Mixin OutputOption output) {
        JsonNode items = service.admin().getJson(ROUTE).path("items");
        if (output.json()) {
            System.out.println(items.toPrettyString());
        } else {
            items.forEach(policy -> print(policy, output));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "What a policy leaves open, and which approved one it is.",
            footer = "%nFails when it matches no approved policy.")
    int check(
            @Mixin ServiceOptions service,
            @Parameters(
                            paramLabel = "FILE",
                            description = "Rego, an initdata document or an annotation's value.")
                    Path file,
            @Mixin OutputOption output) {
        JsonNode verdict =
                AdminClient.parse(
                        service.admin().post(ROUTE + ":check", type(file), Input.bytes(file)));
        if (output.json()) {
            System.out.println(verdict.toPrettyString());
        } else {
            System.out.println("match   " + verdict.path("match").asText());
            verdict.path("registered")
                    .forEach(each ->
                            System.out.printf(
                                    "        %s@%d%n",
                                    each.path("name").asText(), each.path("revision").asInt()));
            verdict.path("reasons").forEach(why -> System.out.println("why     " + why.asText()));
            verdict.path("requests")
                    .properties()
                    .forEach(request ->
                            System.out.printf(
                                    "%-12s %-40s %s%n",
                                    request.getValue().path("openness").asText(),
                                    request.getKey(),
                                    request.getValue().path("reason").asText()));
        }
        return verdict.path("registered").isEmpty() ? ExitCode.FAILED : ExitCode.OK;
    }

    @Command(
            name = "evaluate",
            mixinStandardHelpOptions = true,
            description = "What an agent would make of one request, and why.",
            footer = "%nExit status 3 when the request would be denied.")
    int evaluate(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "REQUEST", description = "Such as ExecProcessRequest.")
                    String request,
            @Option(
                            names = "--policy",
                            required = true,
                            paramLabel = "ID|NAME|FILE",
                            description = "A registered policy, or a file with one.")
                    String policy,
            @Option(names = "--input", paramLabel = "FILE", description = "The request, as JSON.")
                    @Nullable Path input,
            @Mixin OutputOption output) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        boolean isFile = Files.isRegularFile(Path.of(policy));
        body.put("policy", isFile ? Input.text(Path.of(policy)) : policy);
        body.put("request", request);
        if (input != null) {
            body.set("input", AdminClient.parse(Input.bytes(input)));
        }
        JsonNode decided =
                AdminClient.parse(
                        service.admin().post(ROUTE + ":evaluate", JSON, AdminClient.write(body)));
        boolean allowed = decided.path("allowed").asBoolean();
        if (output.json()) {
            System.out.println(decided.toPrettyString());
        } else {
            System.out.println(
                    request
                            + (allowed ? " is allowed" : " is denied")
                            + (decided.path("despite_denial").asBoolean()
                                    ? ", as AllowRequestsFailingPolicy lets denied ones pass"
                                    : ""));
            System.out.print(decided.path("explanation").asText());
        }
        return allowed ? ExitCode.OK : ExitCode.DENIED;
    }

    private static int change(
            ServiceOptions service,
            String reference,
            String action,
            @Nullable String reason,
            RequestOptions request,
            OutputOption output) {
        String path = ROUTE + "/" + AdminClient.encoded(reference) + action;
        byte[] answer = service.admin().post(path, JSON, Reasons.body(reason), request.headers());
        print(AdminClient.parse(answer), output);
        return ExitCode.OK;
    }

    /// A document must not pass for Rego because it is broken.
    private static String type(Path file) {
        return file.toString().endsWith(".toml") ? "application/toml" : TEXT;
    }

    private static void print(JsonNode policy, OutputOption output) {
        if (output.json()) {
            System.out.println(policy.toPrettyString());
            return;
        }
        System.out.printf(
                "%s  %-8s %-5s %s@%d%n",
                policy.path("id").asText(),
                policy.path("state").asText(),
                policy.path("kind").asText(),
                policy.path("name").asText(),
                policy.path("revision").asInt());
    }
}
