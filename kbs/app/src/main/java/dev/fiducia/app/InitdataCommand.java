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
import java.time.Instant;

/// `fiducia initdata`: documents, with the service (add, check, list, show, get, changes and the
/// changes of state) and without it (digest, encode, decode, diff, lint).
@Command(
        name = "initdata",
        mixinStandardHelpOptions = true,
        description = "Registers and judges initdata documents; works out digests and annotations.",
        subcommands = {
            InitdataLintCommand.class,
            InitdataCheckCommand.class,
            InitdataDiffCommand.class,
            CheckPolicyCommand.class,
            LookupCommand.class,
            InitdataRenderCommand.class,
            InitdataManifestCommand.class,
            InitdataExtractCommand.class,
            InitdataCertificatesCommand.class,
            InitdataSucceedCommand.class,
            InitdataRotateCommand.class,
            GrantCommands.Grant.class,
            GrantCommands.Grants.class,
            GrantCommands.Revoke.class
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
            @Mixin DocumentOptions document,
            @Option(names = "--draft", description = "Do not stand for it yet.") boolean draft,
            @Option(names = "--force", description = "In spite of errors; needs --reason.")
                    boolean force,
            @Option(names = "--reinstate", description = "Though it was revoked; needs --reason.")
                    boolean reinstate,
            @Mixin ChangeOptions terms,
            @Mixin OutputOption output) {
        QueryText query =
                terms.addTo(document.query())
                        .with("activate", draft ? "false" : null)
                        .flag("force", force)
                        .flag("reinstate", reinstate);
        byte[] answer =
                service.admin()
                        .post(
                                ROUTE + query,
                                "application/toml",
                                Input.bytes(file),
                                terms.headers());
        JsonNode view = AdminClient.parse(answer);
        print(view, output);
        if (!output.json()) {
            System.out.print(FindingLines.of(view.path("findings")));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the registered documents.")
    int list(
            @Mixin ServiceOptions service,
            @Option(names = "--name", description = "The revisions of this name.")
                    @Nullable String name,
            @Option(names = "--state", description = "draft, active, superseded, revoked, expired.")
                    @Nullable String state,
            @Option(names = "--label", paramLabel = "KEY[=VALUE]", description = "With this label.")
                    @Nullable String label,
            @Option(names = "--tee", description = "Meant for this platform, or for any.")
                    @Nullable String tee,
            @Option(
                            names = "--expiring-before",
                            paramLabel = "TIME",
                            description = "In force, and over before this time.")
                    @Nullable Instant expiringBefore,
            @Option(names = "--finding", paramLabel = "ID", description = "With this finding.")
                    @Nullable String finding,
            @Mixin OutputOption output) {
        ArrayNode documents = JsonNodeFactory.instance.arrayNode();
        String after = "";
        do {
            QueryText query =
                    new QueryText()
                            .with("name", name)
                            .with("state", state)
                            .with("label", label)
                            .with("tee", tee)
                            .with("expiringBefore", expiringBefore)
                            .with("finding", finding)
                            .with("after", after);
            JsonNode page = service.admin().getJson(ROUTE + query);
            page.path("items").forEach(documents::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        if (output.json()) {
            System.out.println(documents.toPrettyString());
            return ExitCode.OK;
        }
        for (JsonNode document : documents) {
            System.out.printf(
                    "%s  %-10s %s/%s%n",
                    document.path("digest").asText(),
                    document.path("state").asText(),
                    document.path("name").asText(),
                    document.path("revision").asText());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one registered document: of a name the newest in force.")
    int show(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "ID|DIGEST|NAME[/REVISION]") String reference,
            @Mixin OutputOption output) {
        JsonNode view = service.admin().getJson(RevisionPath.of(reference));
        print(view, output);
        if (!output.json()) {
            System.out.print(FindingLines.of(view.path("findings")));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Prints a piece of a registered document as it is.")
    int get(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "raw|annotation|claims|digests|values")
                    RevisionPath.Piece piece,
            @Parameters(paramLabel = "ID|DIGEST|NAME[/REVISION]") String reference) {
        byte[] bytes = service.admin().get(RevisionPath.of(reference) + piece.suffix());
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
        return ExitCode.OK;
    }

    @Command(
            name = "changes",
            mixinStandardHelpOptions = true,
            description = "What changes from one revision of a name to another.")
    int changes(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--from", paramLabel = "REVISION") @Nullable String from,
            @Option(names = "--to", paramLabel = "REVISION") @Nullable String to,
            @Mixin OutputOption output) {
        QueryText query = new QueryText().with("from", from).with("to", to);
        JsonNode diff =
                service.admin().getJson(ROUTE + "/" + AdminClient.encoded(name) + "/diff" + query);
        System.out.print(
                output.json() ? diff.toPrettyString() + "\n" : diff.path("unified").asText());
        return ExitCode.OK;
    }

    @Command(
            name = "activate",
            mixinStandardHelpOptions = true,
            description = "Stands for a revision from now on.")
    int activate(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "ID|DIGEST|NAME/REVISION") String reference,
            @Option(names = "--force", description = "In spite of errors; needs --reason.")
                    boolean force,
            @Option(names = "--reinstate", description = "Though it was revoked; needs --reason.")
                    boolean reinstate,
            @Mixin ChangeOptions terms) {
        QueryText query = new QueryText().flag("force", force).flag("reinstate", reinstate);
        return change(service, reference, "activate", query, terms);
    }

    @Command(
            name = "supersede",
            mixinStandardHelpOptions = true,
            description = "Stands for a revision only while a grace lasts.")
    int supersede(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "ID|DIGEST|NAME/REVISION") String reference,
            @Option(
                            names = "--grace",
                            paramLabel = "TIME",
                            description = "Such as 30m, 24h or 7d; none unless told.")
                    @Nullable String grace,
            @Mixin ChangeOptions terms) {
        return change(service, reference, "supersede", new QueryText().with("grace", grace), terms);
    }

    @Command(
            name = "expire",
            mixinStandardHelpOptions = true,
            description = "Ends the time of a revision, without distrust.")
    int expire(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "ID|DIGEST|NAME/REVISION") String reference,
            @Mixin ChangeOptions terms) {
        return change(service, reference, "expire", new QueryText(), terms);
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description =
                    "Revokes a document, or all revisions of a name: nothing is released to them any"
                            + " more.")
    int revoke(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "ID|DIGEST|NAME[/REVISION]") String reference,
            @Mixin ChangeOptions terms) {
        return change(service, reference, "revoke", new QueryText(), terms);
    }

    private static int change(
            ServiceOptions service,
            String reference,
            String verb,
            QueryText query,
            ChangeOptions terms) {
        byte[] answer =
                service.admin()
                        .post(
                                RevisionPath.of(reference) + ":" + verb + terms.addTo(query),
                                "application/json",
                                new byte[0],
                                terms.headers());
        JsonNode view = AdminClient.parse(answer);
        JsonNode all =
                view.has("all") ? view.path("all") : JsonNodeFactory.instance.arrayNode().add(view);
        for (JsonNode each : all) {
            System.out.printf(
                    "%s%s/%s is %s%n",
                    terms.dryRun() ? "dry run: " : "",
                    each.path("name").asText(),
                    each.path("revision").asText(),
                    each.path("state").asText());
        }
        System.out.print(FindingLines.of(view.path("findings")));
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
