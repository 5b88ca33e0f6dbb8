package dev.fiducia.kbs.manifest;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.manifest.Manifest;
import dev.fiducia.initdata.manifest.ResourcePolicyText;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.rvps.ConfigMapLayout;
import dev.fiducia.rvps.InitdataReferences;
import dev.fiducia.rvps.RvpsException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// `/api/v1/initdata/{name}/revisions/{reference}/manifests?kind=…`. For administrators alone.
public final class ManifestRoutes {
    /// Far off, as other tools write it: other Trustees know no end by revocation.
    private static final Instant NEVER = Instant.parse("2099-12-31T00:00:00Z");

    private final InitdataRegistry registry;

    private ManifestRoutes(InitdataRegistry registry) {
        this.registry = registry;
    }

    public static RouteContribution of(InitdataRegistry registry, AdminGate gate) {
        ManifestRoutes routes = new ManifestRoutes(registry);
        return RouteContribution.of(
                "manifests",
                Route.get(
                        "/api/v1/initdata/{name}/revisions/{reference}/manifests",
                        Workload.BLOCKING,
                        AdminCall.behind(gate, Set.of("kind", "format"), routes::manifest)));
    }

    private Response manifest(AdminCall call) throws ApiProblem {
        InitdataRevision revision =
                registry.find(call.segment("name"), call.segment("reference"))
                        .orElseThrow(() ->
                                ApiProblem.unknown("initdata-unknown", "there is no such revision"))
                        .revision();
        InitdataDocument document = registry.parsedDocument(revision);
        String kind = call.parameter("kind").orElse(Manifest.POD_ANNOTATION.wireName());
        Optional<Manifest> manifest = Manifest.named(kind);
        if (manifest.isPresent()) {
            return text("application/yaml", manifest.get().write(document));
        }
        return switch (kind) {
            case "rvps-configmap" ->
                    text("application/yaml", configMap(call, document, revision.lifetime()));
            case "rvps-message" -> Response.json(200, InitdataReferences.message(document));
            case "kbs-resource-policy" ->
                    text("text/plain; charset=utf-8", ResourcePolicyText.of(document));
            default ->
                    throw new ApiProblem(
                            400,
                            "bad-parameter",
                            "kind is pod-annotation, peer-pods-cm, kustomize, rvps-configmap,"
                                    + " rvps-message or kbs-resource-policy");
        };
    }

    private static String configMap(AdminCall call, InitdataDocument document, Lifetime lifetime)
            throws ApiProblem {
        ConfigMapLayout layout =
                ConfigMapLayout.of(call.parameter("format").orElse("reference_value"))
                        .orElseThrow(() ->
                                new ApiProblem(
                                        400,
                                        "bad-parameter",
                                        "format is reference_value, list or hash-value"));
        try {
            return layout.write(
                    InitdataReferences.file(document, lifetime.notAfter()),
                    "rvps-reference-values",
                    "trustee-operator-system",
                    NEVER);
        } catch (RvpsException e) {
            throw ApiProblem.malformed("manifest-impossible", String.valueOf(e.getMessage()));
        }
    }

    private static Response text(String type, String text) {
        return Response.of(200, type, text.getBytes(StandardCharsets.UTF_8));
    }
}
