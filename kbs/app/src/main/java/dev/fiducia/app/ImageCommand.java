package dev.fiducia.app;

import dev.fiducia.policy.image.AllowedRegistries;
import dev.fiducia.policy.image.ImagePolicyException;
import dev.fiducia.policy.image.ImageReference;
import dev.fiducia.policy.image.ImageReferenceException;
import dev.fiducia.policy.image.Transport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `fiducia image`: image references and the registries that they may name.
@Command(name = "image", mixinStandardHelpOptions = true, description = "Judges image references.")
final class ImageCommand {
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Offline: whether images may be imported by a master-config.yaml or its"
                            + " allowedRegistriesForImport.")
    int check(
            @Option(names = "--config", required = true, paramLabel = "FILE") Path config,
            @Option(names = "--insecure", description = "The import carries the insecure flag.")
                    boolean insecure,
            @Parameters(paramLabel = "IMAGE", arity = "1..*") List<String> images) {
        AllowedRegistries registries;
        try {
            registries = AllowedRegistries.parse(Input.text(config));
        } catch (ImagePolicyException e) {
            throw CommandFailure.failed(config + ": " + e.getMessage());
        }
        boolean all = true;
        for (String image : images) {
            try {
                ImageReference reference = ImageReference.parse(image);
                Optional<String> refusal =
                        registries.refusal(reference, Transport.insecure(insecure));
                System.out.println(image + ": " + refusal.orElse("allowed"));
                all &= refusal.isEmpty();
            } catch (ImageReferenceException e) {
                throw CommandFailure.failed(
                        image
                                + ": "
                                + e.kind().code()
                                + " at character "
                                + (e.offset() + 1)
                                + ": "
                                + e.getMessage());
            }
        }
        return all ? ExitCode.OK : ExitCode.DENIED;
    }
}
