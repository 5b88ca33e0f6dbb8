package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.initdata.DecodedAnnotation;
import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/// `fiducia initdata`: documents, with the service (add, list, show, revoke) and without it
/// (digest, encode, decode, lint).
@Command(
        name = "initdata",
        mixinStandardHelpOptions = true,
        description = "Registers and judges initdata documents; works out digests and annotations.",
        subcommands = {
            InitdataLintCommand.class,
            CheckPolicyCommand.class,
            LookupCommand.class,
            InitdataRenderCommand.class,
            InitdataManifestCommand.class,
            InitdataExtractCommand.class,
            InitdataCertificatesCommand.class,
            InitdataSucceedCommand.class,
        })
final class InitdataCommand {
    private static final String ROUTE = "/api/v1/initdata";

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Registers a document, as TOML or as a pod annotation.")
    int add(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "FILE", description = "- is standard input.") Path file,
            @Option(names = "--name", description = "A name to find it by.") @Nullable String name,
            @Option(names = "--dry-run", description = "Check and compute, change nothing.")
                    boolean dryRun,
            @Mixin OutputOption output) {
        String query =
                (dryRun ? "?dryRun=true" : "")
                        + (name == null
                                ? ""
                                : (dryRun ? "&" : "?") + "name=" + AdminClient.encoded(name));
        byte[] answer = service.admin().post(ROUTE + query, "application/toml", Input.bytes(file));
        print(AdminClient.parse(answer), output);
        return ExitCode.OK;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the registered documents.")
    int list(@Mixin ServiceOptions service, @Mixin OutputOption output) {
        ArrayNode documents = JsonNodeFactory.instance.arrayNode();
        String query = "";
        do {
            JsonNode page = service.admin().getJson(ROUTE + query);
            page.path("items").forEach(documents::add);
            query =
                    page.path("next").isTextual()
                            ? "?after=" + AdminClient.encoded(page.path("next").asText())
                            : "";
        } while (!query.isEmpty());
        if (output.json()) {
            System.out.println(documents.toPrettyString());
            return ExitCode.OK;
        }
        for (JsonNode document : documents) {
            System.out.printf(
                    "%s  %-8s %s%n",
                    document.path("digest").asText(),
                    document.path("state").asText(),
                    document.path("name").asText(""));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one registered document.")
    int show(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "DIGEST|NAME") String id,
            @Mixin OutputOption output) {
        print(service.admin().getJson(ROUTE + "/" + AdminClient.encoded(id)), output);
        return ExitCode.OK;
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Revokes a document: nothing is released to it any more.")
    int revoke(@Mixin ServiceOptions service, @Parameters(paramLabel = "DIGEST|NAME") String id) {
        service.admin().delete(ROUTE + "/" + AdminClient.encoded(id));
        System.out.println("revoked " + id);
        return ExitCode.OK;
    }

    @Command(
            name = "digest",
            mixinStandardHelpOptions = true,
            description = "Offline: the digest of a document and what every platform reports.")
    int digest(
            @Parameters(paramLabel = "FILE", description = "- is standard input.") Path file,
            @Mixin OutputOption output) {
        try {
            print(InitdataReport.of(InitdataDocument.parse(Input.bytes(file))), output);
        } catch (InitdataException e) {
            throw InitdataFile.refused(file.toString(), e);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "encode",
            mixinStandardHelpOptions = true,
            description = "Offline: a document as the value of the pod annotation.")
    int encode(@Parameters(paramLabel = "FILE", description = "- is standard input.") Path file) {
        try {
            byte[] raw = Input.bytes(file);
            InitdataDocument.parse(raw);
            System.out.println(InitdataAnnotation.encode(raw));
        } catch (InitdataException e) {
            throw InitdataFile.refused(file.toString(), e);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "decode",
            mixinStandardHelpOptions = true,
            description = "Offline: the document in a pod annotation's value, to the byte.")
    int decode(@Parameters(paramLabel = "FILE", description = "- is standard input.") Path file) {
        try {
            DecodedAnnotation decoded = InitdataAnnotation.decode(Input.text(file).strip());
            if (decoded.isLegacy()) {
                System.err.println(
                        "note: not compressed, as components before spring 2025 wrote it;"
                                + " those of today refuse it");
            }
            byte[] raw = decoded.raw();
            System.out.write(raw, 0, raw.length);
            System.out.flush();
        } catch (InitdataException e) {
            throw InitdataFile.refused(file.toString(), e);
        }
        return ExitCode.OK;
    }

    private static void print(JsonNode report, OutputOption output) {
        System.out.println(
                output.json()
                        ? report.toPrettyString()
                        : InitdataReport.text(report).stripTrailing());
    }
}
