package dev.fiducia.attestation.collateral;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.intel.IntelAuthority;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.PcsSource;
import dev.fiducia.attestation.intel.TdxVerifier;
import dev.fiducia.attestation.simulator.SimulatedIntel;
import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.attestation.simulator.Simulation;
import dev.fiducia.attestation.snp.AmdAuthority;
import dev.fiducia.attestation.snp.KdsSource;
import dev.fiducia.attestation.snp.RevocationChecks;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpVerifier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Hosts that were seen once attest on while the vendors' services are down, and nobody calls out.
///
/// `-Dfiducia.hosts=1000` for as many as a cluster has.
class OutageTest {

    private static final int HOSTS = Integer.getInteger("fiducia.hosts", 40);
    private static final SimulatedIntel INTEL =
            SimulatedIntel.create(Simulation.NOW, Simulation.CRYPTO);

    @TempDir Path folder;

    private record Host(Verifier verifier, JsonNode evidence) {}

    @Test
    void hostsOutliveAnOutage() throws Exception {
        SetClock clock = new SetClock(Simulation.NOW);
        try (VendorServer vendors = new VendorServer()) {
            CollateralService service = service(vendors, clock);
            List<Host> hosts = hosts(vendors, service, clock);
            hosts.forEach(OutageTest::attest);
            int calls = vendors.calls.get();
            // Four documents of Intel's, one certificate for each processor of AMD's, one list.
            assertThat(calls).isEqualTo(4 + HOSTS / 2 + 1);
            vendors.stop();
            for (int day = 0; day < 3; day++) {
                hosts.forEach(OutageTest::attest);
                clock.advance(Duration.ofHours(7));
            }
            assertThat(vendors.calls).hasValue(calls);
            assertThat(service.sources())
                    .allSatisfy(source -> assertThat(source.failures()).isZero());
            service.close();
        }
    }

    private static void attest(Host host) {
        assertThat(host.verifier().verify(host.evidence(), Expectations.none())).isVerified();
    }

    private List<Host> hosts(VendorServer vendors, CollateralService service, SetClock clock)
            throws Exception {
        Verifier tdx =
                TdxVerifier.create(
                        new IntelConfig(List.of(), List.of(intelRoot()), Optional.of(service)),
                        Simulation.CRYPTO,
                        clock);
        Verifier snp =
                SnpVerifier.create(
                        new SnpConfig(
                                List.of(),
                                List.of(amdRoots()),
                                RevocationChecks.REQUIRED,
                                Optional.of(service)),
                        Simulation.CRYPTO,
                        clock);
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS / 2; i++) {
            hosts.add(new Host(tdx, INTEL.platform().quote().evidence()));
            byte[] chip = ByteBuffer.allocate(64).putInt(i + 1).array();
            SimulatedSnp processor = Simulation.MILAN.chip(chip, Simulation.TCB, Simulation.NOW);
            vendors.files.put(
                    "/vcek/v1/Milan/"
                            + HexFormat.of().formatHex(chip)
                            + "?blSPL=04&teeSPL=00&snpSPL=24&ucodeSPL=219",
                    processor.endorsement());
            hosts.add(new Host(snp, processor.report().evidenceWithoutCertificates()));
        }
        return hosts;
    }

    private CollateralService service(VendorServer vendors, SetClock clock) throws Exception {
        vendors.publish(
                INTEL,
                new SimulatedIntel.Edition(
                        17,
                        Simulation.NOW.minus(Duration.ofDays(1)),
                        Simulation.NOW.plus(Duration.ofDays(29))));
        vendors.files.put(
                "/vcek/v1/Milan/crl",
                Simulation.MILAN.revocations(
                        false,
                        1,
                        Simulation.NOW.minus(Duration.ofDays(1)),
                        Simulation.NOW.plus(Duration.ofDays(29))));
        HttpSettings http = vendors.settings(folder, Duration.ofSeconds(30));
        return new CollateralService(
                List.of(
                        IntelAuthority.create(List.of(intelRoot()), Simulation.CRYPTO),
                        AmdAuthority.create(List.of(amdRoots()), Simulation.CRYPTO)),
                List.of(
                        new PcsSource(
                                vendors.address(), Optional.empty(), PcsSource.Update.EARLY, http),
                        new KdsSource(
                                vendors.address(), BoundedHttp.toHostOf(vendors.address(), http))),
                Optional.empty(),
                CollateralSettings.defaults(),
                clock);
    }

    private Path intelRoot() throws Exception {
        return Files.writeString(folder.resolve("intel.pem"), INTEL.rootPem());
    }

    private Path amdRoots() throws Exception {
        return Files.writeString(folder.resolve("amd.pem"), Simulation.MILAN.rootsPem());
    }
}
