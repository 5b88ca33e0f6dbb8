package dev.fiducia.app;

import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.bench.GuestScenario;
import dev.fiducia.bench.HandshakeLoad;
import dev.fiducia.bench.LoadPlan;
import dev.fiducia.bench.LoadReport;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.GuestException;
import dev.fiducia.guest.KbsTransport;
import dev.fiducia.guest.ResourceUri;
import dev.fiducia.guest.SimulatedSnpAttester;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// `fiducia bench`: load from simulated guests, measured as they feel it.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Puts load on a service and measures it.")
final class BenchCommand {
    @Command(
            name = "handshakes",
            mixinStandardHelpOptions = true,
            description = {
                "Simulated SNP guests arrive at a fixed rate (open loop); each attests, fetches a",
                "secret, decrypts and checks it. Status 1 if any of them failed."
            })
    int handshakes(
            @Mixin ServiceOptions service,
            @Option(names = "--rate", defaultValue = "50", description = "Guests a second.")
                    double rate,
            @Option(names = "--seconds", defaultValue = "20", description = "How long to measure.")
                    int seconds,
            @Option(names = "--warmup-seconds", defaultValue = "10") int warmup,
            @Option(
                            names = "--simulator",
                            required = true,
                            defaultValue = "${env:FIDUCIA_SIMULATOR}",
                            paramLabel = "DIR",
                            description = "The simulated processor that the service trusts.")
                    Path simulator,
            @Option(names = "--initdata", required = true, paramLabel = "FILE") Path initdata,
            @Option(
                            names = "--resource",
                            required = true,
                            paramLabel = "REPOSITORY/TYPE/TAG",
                            description = "What the guests ask for.")
                    String resource,
            @Option(
                            names = "--expect",
                            required = true,
                            paramLabel = "FILE",
                            description = "The secret's bytes, which every guest compares.")
                    Path expected,
            @Mixin OutputOption output) {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        byte[] document = Input.bytes(initdata);
        SimulatedSnp processor = SimulatedHardware.at(simulator, crypto).processor();
        try (KbsTransport transport =
                service.certificates().isPresent()
                        ? KbsTransport.to(
                                service.url().toString(), Input.text(service.certificates().get()))
                        : KbsTransport.to(service.url().toString())) {
            var attester =
                    new SimulatedSnpAttester(
                            processor, Optional.of(InitdataDocument.parse(document).digest()));
            GuestScenario scenario =
                    GuestScenario.of(transport, crypto, attester, ResourceUri.parse(resource))
                            .withInitdata(new String(document, StandardCharsets.UTF_8))
                            .withSecret(Input.bytes(expected));
            LoadReport report =
                    HandshakeLoad.run(
                            LoadPlan.of(rate, Duration.ofSeconds(seconds))
                                    .withWarmup(Duration.ofSeconds(warmup)),
                            scenario);
            System.out.println(output.json() ? report.toJson().toPrettyString() : report.toText());
            return report.failed() == 0 ? ExitCode.OK : ExitCode.FAILED;
        } catch (GuestException e) {
            throw GuestCommand.failure(e);
        } catch (InitdataException e) {
            throw CommandFailure.failed(initdata + ": " + e.code() + ": " + e.getMessage());
        }
    }
}
