package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// `fiducia initdata rotate`: the successors of a name's documents with another certificate,
/// registered beside them, which then last for a grace. Can be run again after a failure.
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description =
                "Registers a name's documents with another certificate; the old ones get a grace.",
        footer = {
            "",
            "  fiducia initdata rotate shop --by new-ca.pem --grace 24h",
        })
final class InitdataRotateCommand implements Callable<Integer> {
    private static final String ROUTE = "/api/v1/initdata";

    @Mixin private ServiceOptions service;

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(
            names = "--replace",
            paramLabel = "SHA256",
            description = "The old certificate's fingerprint, if the documents pin several.")
    private @Nullable String fingerprint;

    @Option(
            names = "--by",
            required = true,
            paramLabel = "PEM",
            description = "The new certificate.")
    private Path fresh = Path.of("-");

    @Option(
            names = "--grace",
            defaultValue = "24h",
            paramLabel = "TIME",
            description = "How long the old documents still count (default: ${DEFAULT-VALUE}).")
    private String grace = "";

    @Override
    public Integer call() {
        AdminClient admin = service.admin();
        String pem = Input.text(fresh);
        JsonNode pinned = pinned(admin);
        for (String revision : revisions(pinned)) {
            String path = ROUTE + "/" + AdminClient.encoded(name) + "/revisions/" + revision;
            JsonNode successor =
                    AdminClient.parse(
                            admin.post(
                                    path + ":succeed",
                                    "application/json",
                                    AdminClient.write(
                                            JsonNodeFactory.instance
                                                    .objectNode()
                                                    .put(
                                                            "certificate",
                                                            pinned.path("sha256").asText())
                                                    .put("by", pem))));
            JsonNode registered =
                    AdminClient.parse(
                            admin.post(
                                    ROUTE + "?name=" + AdminClient.encoded(name),
                                    "application/toml",
                                    successor
                                            .path("toml")
                                            .asText()
                                            .getBytes(StandardCharsets.UTF_8)));
            if (registered.path("state").asText().equals("draft")) {
                System.out.printf(
                        "%s/%s is a draft: let someone else activate it, then supersede %s/%s%n",
                        name, registered.path("revision").asText(), name, revision);
                continue;
            }
            admin.post(
                    path + ":supersede?grace=" + AdminClient.encoded(grace),
                    "application/json",
                    new byte[0]);
            System.out.printf(
                    "%s/%s is active; %s/%s counts for %s more%n",
                    name, registered.path("revision").asText(), name, revision, grace);
        }
        return ExitCode.OK;
    }

    /// The certificate to replace: the given one, or the only one that documents of the name pin.
    private JsonNode pinned(AdminClient admin) {
        Set<String> fingerprints = new TreeSet<>();
        JsonNode chosen = JsonNodeFactory.instance.missingNode();
        for (JsonNode each : admin.getJson("/api/v1/certificates?days=99999").path("items")) {
            String sha256 = each.path("sha256").asText();
            boolean isWanted = fingerprint == null || fingerprint.equals(sha256);
            if (isWanted && !revisions(each).isEmpty()) {
                fingerprints.add(sha256);
                chosen = each;
            }
        }
        if (fingerprints.size() > 1) {
            throw CommandFailure.failed(
                    "documents of "
                            + name
                            + " pin several: name one with --replace: "
                            + fingerprints);
        }
        if (fingerprints.isEmpty()) {
            throw CommandFailure.failed(
                    "no document of " + name + " in force pins this certificate");
        }
        return chosen;
    }

    private Set<String> revisions(JsonNode pinned) {
        Set<String> revisions = new TreeSet<>();
        for (JsonNode place : pinned.path("pinned_by")) {
            if (place.path("name").asText().equals(name)) {
                revisions.add(place.path("revision").asText());
            }
        }
        return revisions;
    }
}
