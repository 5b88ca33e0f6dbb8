package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia initdata grant|grants|revoke-grant`: which resources are for the guests of which
/// initdata alone.
final class GrantCommands {
    private static final String ROUTE = "/api/v1/grants";

    private GrantCommands() {}

    @Command(
            name = "grant",
            mixinStandardHelpOptions = true,
            description = "Grants resources to a name: they are for granted names alone then.")
    static final class Grant implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(index = "0", paramLabel = "NAME")
        private String name = "";

        @Parameters(
                index = "1",
                paramLabel = "RESOURCE",
                description = "repository/type/tag; a segment may be * or end with one.")
        private String resource = "";

        @Option(
                names = "--platform",
                paramLabel = "TEE",
                description = "Only guests in this TEE (snp, tdx, …); may be repeated.")
        private List<String> platforms = List.of();

        @Option(names = "--reason", description = "Why; kept with the grant.")
        private @Nullable String reason;

        @Mixin private RequestOptions request;
        @Mixin private OutputOption output;

        @Override
        public Integer call() {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("resource", resource);
            if (!platforms.isEmpty()) {
                var list = body.putArray("platforms");
                platforms.forEach(list::add);
            }
            if (reason != null) {
                body.put("reason", reason);
            }
            String path =
                    "/api/v1/initdata/"
                            + AdminClient.encoded(name)
                            + "/grants"
                            + request.addTo(new QueryText());
            byte[] answer =
                    service.admin()
                            .post(
                                    path,
                                    "application/json",
                                    AdminClient.write(body),
                                    request.headers());
            print(AdminClient.parse(answer), output);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "grants",
            mixinStandardHelpOptions = true,
            description = "Lists grants: all, those of a name, or those that cover a resource.")
    static final class Grants implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(arity = "0..1", paramLabel = "NAME")
        private @Nullable String name;

        @Option(
                names = "--resource",
                paramLabel = "PATH",
                description = "Those that cover repository/type/tag.")
        private @Nullable String resource;

        @Mixin private OutputOption output;

        @Override
        public Integer call() {
            if (name != null && resource != null) {
                throw CommandFailure.failed("give a name or --resource, not both");
            }
            String path =
                    name != null
                            ? "/api/v1/initdata/" + AdminClient.encoded(name) + "/grants"
                            : ROUTE
                                    + (resource == null
                                            ? ""
                                            : "?resource=" + AdminClient.encoded(resource));
            JsonNode items = service.admin().getJson(path).path("items");
            if (output.json()) {
                System.out.println(items.toPrettyString());
            } else {
                items.forEach(grant -> print(grant, output));
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "revoke-grant",
            mixinStandardHelpOptions = true,
            description = "Revokes a grant; its resources stay closed until it is forgotten.")
    static final class Revoke implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(paramLabel = "ID")
        private String id = "";

        @Option(
                names = "--forget",
                description = "Then forget it: what only it covered is restricted no longer.")
        private boolean forget;

        @Option(names = "--reason", description = "Why; kept with the grant.")
        private @Nullable String reason;

        @Mixin private RequestOptions request;

        @Override
        public Integer call() {
            String path = ROUTE + "/" + AdminClient.encoded(id);
            service.admin()
                    .post(
                            path + ":revoke" + request.addTo(new QueryText()),
                            "application/json",
                            Reasons.body(reason),
                            request.headers());
            if (forget && !request.dryRun()) {
                service.admin().post(path + ":forget", "application/json", new byte[0]);
            }
            System.out.println(
                    (request.dryRun() ? "dry run: " : "") + (forget ? "forgot " : "revoked ") + id);
            return ExitCode.OK;
        }
    }

    private static void print(JsonNode grant, OutputOption output) {
        if (output.json()) {
            System.out.println(grant.toPrettyString());
            return;
        }
        StringBuilder platforms = new StringBuilder();
        grant.path("platforms").forEach(tee -> platforms.append(' ').append(tee.asText()));
        System.out.printf(
                "%s  %-8s %-20s %s%s%n",
                grant.path("id").asText(),
                grant.path("state").asText(),
                grant.path("name").asText(),
                grant.path("resource").asText(),
                platforms.isEmpty() ? "" : "  only" + platforms);
    }
}
