package dev.fiducia.attestation.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.azure.AzTdxVtpmVerifier;
import dev.fiducia.attestation.hygon.DcuVerifier;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.intel.SgxVerifier;
import dev.fiducia.attestation.intel.TdxVerifier;
import dev.fiducia.attestation.se.SeVerifier;
import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Whatever a guest sends, a verifier answers, and throws nothing. Evidence that verifies is
/// changed in one place and another, as deep as its parsers go; so is collateral.
///
/// 60 changes of each; `-Dfuzz.seconds=60` goes on for that long with each, `-Dfuzz.seed` starts
/// elsewhere.
class EvidenceFuzzTest {
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int CHANGES = 60;
    private static final byte[] NONCE = new byte[48];
    private static final SimulatedIntel VENDOR =
            SimulatedIntel.create(Simulation.NOW, Simulation.CRYPTO);
    private static final SimulatedTdx PLATFORM = VENDOR.platform();

    private static final Expectations BOUND = Expectations.ofReportData(NONCE);

    @TempDir Path folder;

    @Test
    void snp() throws Exception {
        fuzz(
                Simulation.trusting(Simulation.MILAN.rootsPem()),
                Simulation.CHIP.report().version(5).evidence());
    }

    @Test
    void azureSnp() throws Exception {
        fuzz(
                SimulatedAzureSnpTest.trusting(Simulation.MILAN.rootsPem()),
                SimulatedAzureSnp.boot(Simulation.CHIP, Simulation.CRYPTO).evidence(NONCE),
                BOUND);
    }

    @Test
    void tdx() throws Exception {
        fuzz(
                TdxVerifier.create(intel(), Simulation.CRYPTO, clock()),
                PLATFORM.quote().version(5, true).evidence());
    }

    @Test
    void azureTdx() throws Exception {
        fuzz(
                AzTdxVtpmVerifier.create(intel(), Simulation.CRYPTO, clock()),
                SimulatedAzureTdx.boot(PLATFORM, Simulation.CRYPTO).evidence(NONCE),
                BOUND);
    }

    @Test
    void sgx() throws Exception {
        fuzz(
                SgxVerifier.create(intel(), Simulation.CRYPTO, clock()),
                PLATFORM.enclaveQuote().evidence());
    }

    @Test
    void tpm() throws Exception {
        SimulatedTpm machine = SimulatedTpm.boot(Simulation.CRYPTO);
        fuzz(SimulatedTpmTest.trusting(machine.publicKeyPem()), machine.evidence(NONCE), BOUND);
    }

    @Test
    void cca() throws Exception {
        SimulatedCca platform = SimulatedCca.create(Simulation.CRYPTO);
        fuzz(
                SimulatedCcaTest.trusting(platform.trustAnchors()),
                platform.realm().profiled().challenge(NONCE).evidence(),
                BOUND);
    }

    @Test
    void gpu() throws Exception {
        SimulatedGpu gpu = SimulatedGpu.create(Simulation.NOW, Simulation.CRYPTO);
        fuzz(
                SimulatedGpuTest.trusting(gpu.rootPem(), Simulation.NOW),
                gpu.report().nonce(NONCE).evidence(),
                BOUND);
    }

    @Test
    void dpu() throws Exception {
        SimulatedDeviceAuthority root = SimulatedGpu.vendor(Simulation.NOW, Simulation.CRYPTO);
        fuzz(
                SimulatedDpuTest.trusting(root, Simulation.NOW),
                SimulatedDpuTest.dpu(root).evidence(NONCE),
                BOUND);
    }

    @Test
    void hygon() throws Exception {
        SimulatedHygon vendor = new SimulatedHygon(Simulation.CRYPTO);
        Verifier processors = SimulatedHygonTest.csv(vendor, folder);
        fuzz(processors, vendor.evidence(0, vendor.firstReport(NONCE, 9)), BOUND);
        fuzz(processors, vendor.evidence(1, vendor.secondReport(NONCE, new byte[0][])), BOUND);
        Files.write(folder.resolve("00".repeat(16) + "_hsk_cek.cert"), vendor.chipFile());
        fuzz(
                DcuVerifier.create(SimulatedHygonTest.config(vendor, folder), Simulation.CRYPTO),
                SimulatedHygon.dcuEvidence(vendor.dcuReport(new byte[16], NONCE)),
                BOUND);
    }

    @Test
    void secureExecution() throws Exception {
        SimulatedSe machine = SimulatedSe.openOrCreate(folder, Simulation.NOW, Simulation.CRYPTO);
        SeVerifier verifier =
                SeVerifier.create(
                        SimulatedSe.config(folder),
                        KeyRing.openOrCreate(folder.resolve("ring")),
                        Simulation.CRYPTO,
                        clock());
        String challenge = ((SupplementalChallenge.Text) verifier.challenge()).text();
        fuzz(verifier, machine.evidence(challenge, NONCE));
    }

    /// Files that are wrong stop the verifier at its start, or its quotes are refused.
    @Test
    void collateral() throws Exception {
        JsonNode evidence = PLATFORM.quote().evidence();
        IntelConfig config = intel();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Random random = new Random(SEED);
        EvidenceMutator mutator = new EvidenceMutator(SEED);
        Until until = new Until(CHANGES / 3);
        for (int i = 0; until.goesOn(i); i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] genuine = Files.readAllBytes(file);
            Files.write(file, mutator.mutate(genuine));
            try {
                answered(
                        TdxVerifier.create(config, Simulation.CRYPTO, clock()),
                        evidence,
                        Expectations.none(),
                        i);
            } catch (IntelSetupException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
            Files.write(file, genuine);
        }
    }

    private static void fuzz(Verifier verifier, JsonNode evidence) {
        fuzz(verifier, evidence, Expectations.none());
    }

    private static void fuzz(Verifier verifier, JsonNode evidence, Expectations expected) {
        VerificationResult genuine = verifier.verify(evidence, expected);
        assertThat(genuine).isInstanceOf(VerificationResult.Verified.class);
        EvidenceMutator mutator = new EvidenceMutator(SEED);
        JsonNode mutant = evidence;
        Until until = new Until(CHANGES);
        for (int i = 0; until.goesOn(i); i++) {
            // Up to three changes on top of one another.
            mutant = mutator.mutate(i % 3 == 0 ? evidence : mutant);
            answered(verifier, mutant, expected, i);
        }
    }

    private static void answered(
            Verifier verifier, JsonNode evidence, Expectations expected, int change) {
        VerificationResult result;
        try {
            result = verifier.verify(evidence, expected);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "change " + change + " of seed " + SEED + " was thrown out: " + evidence, e);
        }
        if (result instanceof VerificationResult.Refused refused) {
            assertThat(refused.refusal().code()).isNotEmpty();
            assertThat(refused.refusal().message()).isNotEmpty();
        }
    }

    /// So many, or for as long as asked.
    private static final class Until {
        private final int count;
        private final long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();

        Until(int count) {
            this.count = count;
        }

        boolean goesOn(int done) {
            return SECONDS == 0 ? done < count : System.nanoTime() < end;
        }
    }

    private IntelConfig intel() throws IOException {
        return SimulatedAzureTdxTest.config(folder, VENDOR);
    }

    private static InstantSource clock() {
        return InstantSource.fixed(Simulation.NOW);
    }
}
