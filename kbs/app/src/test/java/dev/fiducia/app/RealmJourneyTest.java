package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.simulator.SimulatedCca;
import dev.fiducia.attestation.simulator.SimulatedTdx;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Instant;

/// A realm on Arm CCA and an SGX enclave, by commands against a real service that knows the one by
/// a trust anchor and the other by root and collateral.
@TestMethodOrder(OrderAnnotation.class)
class RealmJourneyTest {
    private static final String REALM = "cca-sim";
    private static final String ENCLAVE = "sgx-sim";

    @TempDir private static Path folder;
    private static GuestJourney journey;

    @BeforeAll
    static void start() throws Exception {
        journey = GuestJourney.start(folder, RealmJourneyTest::trust);
    }

    private static String trust(Path simulator, CryptoSuite crypto) throws Exception {
        Path cca = simulator.resolve("cca");
        SimulatedCca.openOrCreate(cca, crypto);
        Path intel = simulator.resolve("intel");
        SimulatedTdx.openOrCreate(intel, Instant.now(), crypto);
        return """
        [verifier.cca]
        trust_anchors = ['%s']
        [verifier.intel]
        collateral = ['%s']
        extra_roots = ['%s']
        """
                .formatted(
                        cca.resolve("tastore.json"),
                        intel.resolve("collateral"),
                        intel.resolve("root.pem"));
    }

    @AfterAll
    static void stop() {
        journey.close();
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {REALM, ENCLAVE})
    void isDeniedOnAPlatformThatNobodyKnows(String tee) {
        assertThat(journey.attest(tee, folder.resolve("other")).exitCode())
                .isEqualTo(ExitCode.DENIED);
        journey.assertDenied(tee, journey.initdata());
    }

    @Test
    @Order(2)
    void aRealmGetsTheSecretOnceImageAndFirmwareAreKnown() throws Exception {
        JsonNode cca = journey.claims(REALM).path("cca");
        JsonNode platform = cca.path("platform");
        journey.approve(
                "cca_realm_initial_measurement", cca.at("/realm/cca-realm-initial-measurement"));
        journey.approve(
                "cca_platform_implementation_id", platform.path("cca-platform-implementation-id"));
        journey.assertDenied(REALM, journey.initdata());
        JsonNode firmware = platform.path("cca-platform-sw-components");
        journey.approve(
                "cca_platform_measurements",
                firmware.at("/0/measurement-value"),
                firmware.at("/1/measurement-value"));
        journey.assertReleased(REALM);
        journey.assertDenied(REALM, journey.altered());
    }

    @Test
    @Order(3)
    void anEnclaveGetsTheSecretOnceItIsKnown() throws Exception {
        journey.assertDenied(ENCLAVE, journey.initdata());
        journey.approve("sgx_mr_enclave", journey.claims(ENCLAVE).at("/sgx/body/mr_enclave"));
        journey.assertReleased(ENCLAVE);
        journey.assertDenied(ENCLAVE, journey.altered());
    }

    @ParameterizedTest
    @Order(4)
    @ValueSource(strings = {REALM, ENCLAVE})
    void isDeniedOnceItsInitdataIsRevoked(String tee) {
        journey.revokeInitdata();
        journey.assertDenied(tee, journey.initdata());
    }
}
