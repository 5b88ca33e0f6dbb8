package dev.fiducia.app;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.manifest.Manifest;
import dev.fiducia.initdata.manifest.ResourcePolicyText;
import dev.fiducia.rvps.ConfigMapLayout;
import dev.fiducia.rvps.InitdataReferences;
import dev.fiducia.rvps.RvpsException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `fiducia initdata manifest`: what clusters need of a document, ready to apply.
@Command(
        name = "manifest",
        mixinStandardHelpOptions = true,
        description = "Offline: YAML that carries a document, or its reference values.",
        footer = {
            "",
            "  pod-annotation   the metadata of a pod or pod template",
            "  peer-pods-cm     a patch of the peer pods' ConfigMap",
            "  kustomize        a component for pods and pod templates",
            "  rvps-configmap   the reference values for another Trustee (--format)",
            "  rvps-message     the same as the message that registers them at its KBS",
            "  kbs-resource-policy  a policy for another Trustee: all to guests of this document",
        })
final class InitdataManifestCommand implements Callable<Integer> {
    /// Far off, as other tools write it: the ConfigMap has no other word for "until revoked".
    private static final Instant NEVER = Instant.parse("2099-12-31T00:00:00Z");

    @Parameters(
            paramLabel = "FILE",
            description = "The document or its annotation; - is standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--kind",
            defaultValue = "pod-annotation",
            paramLabel = "KIND",
            description = "Which one, see below (default: ${DEFAULT-VALUE}).")
    private String kind = "";

    @Option(
            names = "--format",
            defaultValue = "reference_value",
            paramLabel = "LAYOUT",
            description = "Of rvps-configmap: reference_value, list or hash-value.")
    private String format = "";

    @Override
    public Integer call() {
        InitdataDocument document = InitdataFile.read(file);
        Optional<Manifest> manifest = Manifest.named(kind);
        if (manifest.isPresent()) {
            System.out.print(manifest.get().write(document));
            return ExitCode.OK;
        }
        switch (kind) {
            case "rvps-configmap" -> System.out.print(configMap(document));
            case "rvps-message" -> System.out.println(InitdataReferences.message(document));
            case "kbs-resource-policy" -> System.out.print(ResourcePolicyText.of(document));
            default -> throw CommandFailure.usage("there is no kind " + kind + "; see --help");
        }
        return ExitCode.OK;
    }

    private String configMap(InitdataDocument document) {
        ConfigMapLayout layout =
                ConfigMapLayout.of(format)
                        .orElseThrow(() ->
                                CommandFailure.usage(
                                        "--format is reference_value, list or hash-value"));
        try {
            return layout.write(
                    InitdataReferences.file(document, Optional.of(NEVER)),
                    "rvps-reference-values",
                    "trustee-operator-system",
                    NEVER);
        } catch (RvpsException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }
}
