package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.simulator.SimulatedGpu;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;

/// A VM with a GPU, by commands against a real service: the secret is for both together.
@TestMethodOrder(OrderAnnotation.class)
class GpuJourneyTest {
    private static final String VM = "snp-sim";
    private static final String GPU = "nvidia-sim";

    @TempDir private static Path folder;
    private static GuestJourney journey;

    @BeforeAll
    static void start() throws Exception {
        journey = GuestJourney.start(folder, GpuJourneyTest::trust);
    }

    private static String trust(Path simulator, CryptoSuite crypto) throws Exception {
        Path nvidia = simulator.resolve("nvidia");
        SimulatedGpu.openOrCreate(nvidia, Instant.now(), crypto);
        return "[verifier.nvidia]\nextra_roots = ['" + nvidia.resolve("root.pem") + "']\n";
    }

    @AfterAll
    static void stop() {
        journey.close();
    }

    @Test
    @Order(1)
    void isDeniedWithAGpuThatNobodyKnows() throws Exception {
        journey.assertReleased(VM);
        JsonNode gpu = journey.submodule(VM, GPU, "gpu0");
        assertThat(gpu.path("ear.status").asText()).isEqualTo("contraindicated");
        journey.assertDeniedWith(VM, GPU);
        journey.assertDeniedWith(VM, "sample");
    }

    @Test
    @Order(2)
    void getsTheSecretOnceTheGpuIsKnownToo() throws Exception {
        JsonNode gpu =
                journey.submodule(VM, GPU, "gpu0").at("/ear.veraison.annotated-evidence/nvidia");
        journey.approve("allowed_vbios_versions", gpu.at("/config/vbios_version"));
        journey.approve("allowed_driver_versions", gpu.at("/config/driver_version"));
        journey.assertDeniedWith(VM, GPU);
        for (int index = 1; index <= 4; index++) {
            journey.approve(
                    "NVIDIA_Corporation.GPU.measurement_" + index,
                    gpu.at("/measurements/" + index));
        }
        journey.assertReleasedWith(VM, GPU);
    }
}
