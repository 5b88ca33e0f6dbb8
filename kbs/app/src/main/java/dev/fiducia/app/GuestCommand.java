package dev.fiducia.app;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.Attester;
import dev.fiducia.guest.GuestException;
import dev.fiducia.guest.KbsTransport;
import dev.fiducia.guest.RcarClient;
import dev.fiducia.guest.ResourceUri;
import dev.fiducia.guest.SampleAttester;
import dev.fiducia.guest.SimulatedAzureTdxAttester;
import dev.fiducia.guest.SimulatedCcaAttester;
import dev.fiducia.guest.SimulatedEnclaveAttester;
import dev.fiducia.guest.SimulatedGpuAttester;
import dev.fiducia.guest.SimulatedSeAttester;
import dev.fiducia.guest.SimulatedTdxAttester;
import dev.fiducia.guest.SimulatedTpmAttester;
import dev.fiducia.guest.TeeKey;
import dev.fiducia.guest.TokenClient;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// `fiducia guest`: plays a pod VM, to see what the service makes of it.
@Command(
        name = "guest",
        mixinStandardHelpOptions = true,
        description = "Plays a pod VM: attests and fetches resources.")
final class GuestCommand {
    private final CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);

    @Command(
            name = "attest",
            mixinStandardHelpOptions = true,
            description = "Attests and prints the token, or its claims with --claims.")
    int attest(
            @Mixin GuestOptions options,
            @Option(
                            names = "--tee-key-file",
                            paramLabel = "PEM",
                            description = "The guest's private key: RSA, P-256 or P-521.")
                    @Nullable Path keyFile,
            @Option(names = "--claims", description = "Print the token's claims as JSON.")
                    boolean claims) {
        try (KbsTransport transport = transport(options)) {
            RcarClient.Builder guest = guest(options, transport);
            if (keyFile != null) {
                guest.teeKey(TeeKey.ofPem(Input.text(keyFile), crypto));
            }
            var token = guest.build().handshake();
            System.out.println(claims ? token.claims().toPrettyString() : token.compact());
            return ExitCode.OK;
        } catch (GuestException e) {
            throw failure(e);
        }
    }

    @Command(
            name = "get-resource",
            mixinStandardHelpOptions = true,
            description = "Attests, fetches a resource, decrypts it and prints its bytes.")
    int getResource(
            @Mixin GuestOptions options,
            @Parameters(paramLabel = "REPOSITORY/TYPE/TAG") String resource,
            @Option(
                            names = "--attestation-token",
                            paramLabel = "FILE",
                            description = "Use this token instead of attesting.")
                    @Nullable Path tokenFile,
            @Option(
                            names = "--tee-key-file",
                            paramLabel = "PEM",
                            description = "The key that the token vouches for.")
                    @Nullable Path keyFile,
            @Option(names = "--base64", description = "Print base64, as kbs-client does.")
                    boolean base64) {
        if ((tokenFile == null) != (keyFile == null)) {
            throw CommandFailure.failed("--attestation-token and --tee-key-file go together");
        }
        try (KbsTransport transport = transport(options)) {
            ResourceUri uri = ResourceUri.parse(resource);
            byte[] content;
            if (tokenFile != null && keyFile != null) {
                String token = Input.text(tokenFile).strip();
                TeeKey key = TeeKey.ofPem(Input.text(keyFile), crypto);
                content =
                        new TokenClient(transport, () -> new TokenClient.TokenAndKey(token, key))
                                .getResource(uri);
            } else {
                content = guest(options, transport).build().getResource(uri);
            }
            if (base64) {
                System.out.println(Base64.getEncoder().encodeToString(content));
            } else {
                System.out.write(content, 0, content.length);
                System.out.flush();
            }
            return ExitCode.OK;
        } catch (GuestException e) {
            throw failure(e);
        }
    }

    private RcarClient.Builder guest(GuestOptions options, KbsTransport transport) {
        Optional<InitdataDocument> initdata = options.initdata().map(GuestCommand::document);
        Attester attester =
                switch (options.tee()) {
                    case SAMPLE -> SampleAttester.cpu();
                    case SNP_SIM ->
                            SimulatedHardware.at(options.simulator(), crypto).attester(initdata);
                    case AZ_SNP_VTPM_SIM ->
                            SimulatedHardware.at(options.simulator(), crypto)
                                    .azureAttester(initdata, crypto);
                    case TDX_SIM ->
                            new SimulatedTdxAttester(
                                    SimulatedHardware.tdx(options.simulator(), crypto),
                                    initdata.map(InitdataDocument::digest));
                    case AZ_TDX_VTPM_SIM ->
                            new SimulatedAzureTdxAttester(
                                    SimulatedHardware.tdx(options.simulator(), crypto),
                                    initdata.map(InitdataDocument::digest),
                                    crypto);
                    case TPM_SIM ->
                            new SimulatedTpmAttester(
                                    SimulatedHardware.tpm(options.simulator(), crypto),
                                    initdata.map(InitdataDocument::digest));
                    case CCA_SIM ->
                            new SimulatedCcaAttester(
                                    SimulatedHardware.cca(options.simulator(), crypto),
                                    initdata.map(InitdataDocument::digest));
                    case SE_SIM ->
                            new SimulatedSeAttester(
                                    SimulatedHardware.se(options.simulator(), crypto));
                    case SGX_SIM ->
                            new SimulatedEnclaveAttester(
                                    SimulatedHardware.tdx(options.simulator(), crypto),
                                    initdata.map(InitdataDocument::digest));
                };
        RcarClient.Builder guest = RcarClient.builder(transport, attester, crypto);
        options.device()
                .map(device ->
                        switch (device) {
                            case SAMPLE -> SampleAttester.device();
                            case NVIDIA_SIM ->
                                    new SimulatedGpuAttester(
                                            SimulatedHardware.gpu(options.simulator(), crypto));
                        })
                .ifPresent(guest::device);
        if (options.sendsInitdata()) {
            initdata.ifPresent(
                    document -> guest.initdata(new String(document.raw(), StandardCharsets.UTF_8)));
        }
        return guest;
    }

    private static InitdataDocument document(Path file) {
        try {
            return InitdataDocument.parse(Input.bytes(file));
        } catch (InitdataException e) {
            throw CommandFailure.failed(file + ": " + e.code() + ": " + e.getMessage());
        }
    }

    private static KbsTransport transport(GuestOptions options) throws GuestException {
        URI url = options.url();
        return options.certificates().isPresent()
                ? KbsTransport.to(url.toString(), Input.text(options.certificates().get()))
                : KbsTransport.to(url.toString());
    }

    static CommandFailure failure(GuestException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.failure()) {
            case HANDSHAKE_REFUSED, UNAUTHORIZED -> CommandFailure.denied(message);
            case UNREACHABLE, TLS -> CommandFailure.unavailable(message);
            case RESOURCE_NOT_FOUND, KBS_ERROR, PROTOCOL, DECRYPTION, EVIDENCE, USAGE ->
                    CommandFailure.failed(message);
        };
    }
}
