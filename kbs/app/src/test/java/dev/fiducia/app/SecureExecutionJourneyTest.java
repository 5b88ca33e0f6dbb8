package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.se.SeConfig;
import dev.fiducia.attestation.simulator.SimulatedSe;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// A guest in IBM Secure Execution, by commands against a real service that knows the machine by
/// its host key document.
class SecureExecutionJourneyTest {
    private static final String SE = "se-sim";

    @TempDir Path folder;

    /// Nothing binds initdata to such a guest, so the strict profile never releases anything.
    @Test
    void attestsAsKnownButUnboundAndGetsNothingByTheStrictProfile() throws Exception {
        try (GuestJourney journey = GuestJourney.start(folder, SecureExecutionJourneyTest::trust)) {
            Terminal.Run stranger = journey.attest(SE, folder.resolve("other"));
            assertThat(stranger.exitCode()).isNotEqualTo(ExitCode.OK);
            assertThat(stranger.errors()).contains("no slot for this machine");

            JsonNode claims = journey.claims(SE);
            JsonNode se = claims.path("se");
            assertThat(se.path("version").intValue()).isEqualTo(256);
            assertThat(claims.path("init_data").isMissingNode()).isTrue();
            assertThat(journey.submodule(SE).path("ear.status").asText())
                    .isEqualTo("contraindicated");
            journey.approve("se_tag", se.path("tag"));
            journey.approve("se_image_phkh", se.path("image_phkh"));
            journey.approve("se_attestation_phkh", se.path("attestation_phkh"));
            assertThat(journey.submodule(SE).path("ear.status").asText()).isEqualTo("affirming");
            journey.assertDenied(SE, journey.initdata());

            // From the moment on at which the list of revoked certificates is no more.
            Path lists =
                    SimulatedSe.config(folder.resolve("simulator/se")).revocationLists().getFirst();
            String list = Files.readString(lists);
            Files.writeString(lists, list.substring(list.indexOf("-----BEGIN", 1)));
            Files.setLastModifiedTime(lists, FileTime.fromMillis(1));
            Terminal.Run unvouched = journey.attest(SE, folder.resolve("simulator"));
            assertThat(unvouched.exitCode()).isEqualTo(ExitCode.DENIED);
            assertThat(unvouched.errors()).contains("No host key is vouched for");
        }
    }

    @Test
    void getsTheSecretByTheCompatibleProfile() throws Exception {
        try (GuestJourney journey =
                GuestJourney.start(
                        folder,
                        (simulator, crypto) ->
                                "[policy]\nprofile = \"compatible\"\n"
                                        + trust(simulator, crypto))) {
            journey.assertReleased(SE);
        }
    }

    private static String trust(Path simulator, CryptoSuite crypto) throws Exception {
        Path folder = simulator.resolve("se");
        SimulatedSe.openOrCreate(folder, Instant.now(), crypto);
        SeConfig files = SimulatedSe.config(folder);
        return """
        [verifier.se]
        host_keys = ['%s']
        certificates = ['%s']
        roots = ['%s']
        revocation_lists = ['%s']
        image_header = '%s'
        """
                .formatted(
                        files.hostKeys().getFirst(),
                        files.certificates().getFirst(),
                        files.roots().getFirst(),
                        files.revocationLists().getFirst(),
                        files.imageHeader());
    }
}
