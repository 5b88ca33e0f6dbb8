package dev.fiducia.app;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.pe.PeImage;
import dev.fiducia.attestation.launch.uki.UkiLaunch;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia reference-value compute uki`: TPM registers of a machine that boots a UKI.
@Command(
        name = "uki",
        mixinStandardHelpOptions = true,
        description =
                "Works out the TPM registers 4, 11 and 12 of a machine that boots a unified kernel"
                        + " image.")
final class ComputeUkiCommand implements Callable<Integer> {
    /// Whose claims the registers are in.
    enum Prefix {
        SNP("snp"),
        TDX("tdx"),
        TPM("tpm");

        private final String text;

        Prefix(String text) {
            this.text = text;
        }
    }

    /// Banks of a TPM that claims could have.
    enum Bank {
        SHA256(HashAlgorithm.SHA256),
        SHA384(HashAlgorithm.SHA384);

        private final HashAlgorithm hash;

        Bank(HashAlgorithm hash) {
            this.hash = hash;
        }
    }

    @Parameters(paramLabel = "FILE", description = "The unified kernel image.")
    private Path file = Path.of("-");

    @Option(
            names = "--tee",
            required = true,
            paramLabel = "snp|tdx|tpm",
            description =
                    "Whose registers they are: Azure's guests on SEV-SNP or TDX, or plain TPMs.")
    private Prefix prefix;

    @Option(
            names = "--loader",
            paramLabel = "FILE",
            description =
                    "What firmware starts before the image, such as shim or systemd-boot; once for"
                            + " each, in their order.")
    private List<Path> loaders = List.of();

    @Option(
            names = "--profile",
            defaultValue = "0",
            paramLabel = "N",
            description = "Which profile of the image is booted (default: ${DEFAULT-VALUE}).")
    private int profile;

    @Option(
            names = "--phase",
            paramLabel = "WORDS",
            description =
                    "How far systemd has come when guests attest, such as"
                            + " enter-initrd:leave-initrd:sysinit:ready; more than once to accept"
                            + " each.")
    private List<String> phases = List.of();

    @Option(
            names = "--bank",
            defaultValue = "sha256",
            paramLabel = "sha256|sha384",
            description = "The TPM's bank (default: ${DEFAULT-VALUE}).")
    private Bank bank;

    @Mixin private ComputeOutput output = new ComputeOutput();

    @Override
    public Integer call() {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        try {
            List<PeImage> before = new ArrayList<>();
            for (Path loader : loaders) {
                before.add(image(loader));
            }
            UkiLaunch launch = new UkiLaunch(image(file), before, profile, phases, bank.hash);
            return output.print(launch.values(prefix.text, crypto));
        } catch (RefusedException e) {
            throw CommandFailure.failed(e.refusal().describe());
        }
    }

    private static PeImage image(Path file) throws RefusedException {
        return PeImage.parse(
                Artefact.bytes(file, PeImage.MAX_LENGTH), file.getFileName().toString());
    }
}
