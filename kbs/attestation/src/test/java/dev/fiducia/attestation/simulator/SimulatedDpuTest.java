package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.nvidia.DpuConfig;
import dev.fiducia.attestation.nvidia.DpuVerifier;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class SimulatedDpuTest {

    private static final SimulatedDeviceAuthority ROOT = SimulatedGpu.vendor(NOW, CRYPTO);
    private static final byte[] LAYER = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {7});
    private static final SimulatedDpu DPU = dpu(ROOT);
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final DpuVerifier VERIFIER = trusting(ROOT, NOW);

    @TempDir private static Path folder;

    static DpuVerifier trusting(SimulatedDeviceAuthority root, Instant now) {
        try {
            Path file = Files.createTempFile("root", ".pem");
            try {
                Files.writeString(file, Pem.certificates(root.certificate()));
                return DpuVerifier.create(
                        new DpuConfig(List.of(file), DpuConfig.HOUR),
                        CRYPTO,
                        InstantSource.fixed(now));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (VerifierSetupException e) {
            throw new AssertionError(e);
        }
    }

    static SimulatedDpu dpu(SimulatedDeviceAuthority root) {
        try {
            return SimulatedDpu.below(root, NOW, SimulatedDpu.tcbInfo(LAYER, LAYER), CRYPTO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isRefusedWithoutATrustedRoot() throws Exception {
        SimulatedDeviceAuthority stranger = SimulatedGpu.vendor(NOW, CRYPTO);
        assertThat(verify(dpu(stranger).evidence(NONCE))).isRefusedAs("nvidia-dpu-chain-invalid");
        DpuVerifier none =
                DpuVerifier.create(
                        new DpuConfig(List.of(), DpuConfig.HOUR), CRYPTO, InstantSource.fixed(NOW));
        assertThat(none.verify(DPU.evidence(NONCE), Expectations.ofReportData(NONCE)))
                .isRefusedAs("nvidia-dpu-chain-invalid");
    }

    /// Every pair of certificates but the right one.
    @Test
    void isRefusedWithEveryOtherChain() {
        SimulatedDpu other = dpu(ROOT);
        SimulatedDpu foreign = dpu(SimulatedGpu.vendor(NOW, CRYPTO));
        X509Certificate[] all = {
            DPU.identity(),
            DPU.alias(),
            other.identity(),
            other.alias(),
            foreign.identity(),
            foreign.alias(),
            ROOT.certificate()
        };
        for (X509Certificate identity : all) {
            for (X509Certificate alias : all) {
                if (!identity.equals(DPU.identity()) || !alias.equals(DPU.alias())) {
                    assertThat(verify(SimulatedDpu.evidence(identity, alias, DPU.sign(NONCE))))
                            .isInstanceOf(VerificationResult.Refused.class);
                }
            }
        }
    }

    @Test
    void isRefusedOutOfItsTime() {
        ObjectNode evidence = DPU.evidence(NONCE);
        for (Duration shift :
                List.of(
                        Duration.ofSeconds(-1),
                        Duration.ofSeconds(3601),
                        Duration.ofDays(10),
                        Duration.ofDays(4000))) {
            assertThat(
                            trusting(ROOT, NOW.plus(shift))
                                    .verify(evidence, Expectations.ofReportData(NONCE)))
                    .isRefusedAs("nvidia-dpu-chain-invalid");
        }
        assertThat(
                        trusting(ROOT, NOW.plusSeconds(3600))
                                .verify(evidence, Expectations.ofReportData(NONCE)))
                .isInstanceOf(VerificationResult.Verified.class);
    }

    @Test
    void isRefusedForAnotherHandshake() {
        assertThat(verify(DPU.evidence(new byte[48]))).isRefusedAs("report-data-mismatch");
        assertThat(VERIFIER.verify(DPU.evidence(NONCE), Expectations.none()))
                .isRefusedAs("report-data-required");
    }

    @Test
    void isRefusedWithAnyBitFlipped() {
        byte[][] parts = {Pem.der(DPU.identity()), Pem.der(DPU.alias()), DPU.sign(NONCE)};
        for (int part = 0; part < parts.length; part++) {
            for (int bit = 0; bit < 8 * parts[part].length; bit += 11) {
                byte[][] flipped = parts.clone();
                flipped[part] = parts[part].clone();
                flipped[part][bit / 8] ^= (byte) (1 << (bit % 8));
                assertThat(verify(SimulatedDpu.evidence(flipped[0], flipped[1], flipped[2])))
                        .as("bit %s of part %s", bit, part)
                        .isInstanceOf(VerificationResult.Refused.class);
            }
        }
    }

    @Test
    void refusesWhateverElseComes() {
        byte[][] parts = {Pem.der(DPU.identity()), Pem.der(DPU.alias()), DPU.sign(NONCE)};
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[][] damaged = parts.clone();
            int part = i % 3;
            damaged[part] = Arrays.copyOf(parts[part], random.nextInt(parts[part].length + 20));
            if (!Arrays.equals(damaged[part], parts[part])) {
                assertThat(verify(SimulatedDpu.evidence(damaged[0], damaged[1], damaged[2])))
                        .isInstanceOf(VerificationResult.Refused.class);
            }
        }
        for (String member :
                List.of("alias_cert", "device_id_cert", "report_data_signature", "architecture")) {
            ObjectNode evidence = DPU.evidence(NONCE);
            ((ObjectNode) evidence.at("/devices/0")).remove(member);
            assertThat(verify(evidence)).isRefusedAs("nvidia-dpu-evidence-malformed");
        }
        ObjectNode two = DPU.evidence(NONCE);
        ((ArrayNode) two.get("devices")).add(two.at("/devices/0").deepCopy());
        assertThat(verify(two)).isRefusedAs("nvidia-dpu-evidence-malformed");
        ((ArrayNode) two.get("devices")).removeAll();
        assertThat(verify(two)).isRefusedAs("nvidia-dpu-evidence-malformed");
    }

    @Test
    void isRefusedWithTcbInfoThatIsNone() {
        SimulatedDpu strange = SimulatedDpu.below(ROOT, NOW, new byte[] {0x30, 0x7F}, CRYPTO);
        assertThat(verify(strange.evidence(NONCE))).isRefusedAs("nvidia-dpu-chain-invalid");
    }

    @Test
    void cantBeSetUpWithoutRoots() {
        Path gone = folder.resolve("gone.pem");
        assertThatThrownBy(() ->
                        DpuVerifier.create(
                                new DpuConfig(List.of(gone), DpuConfig.HOUR),
                                CRYPTO,
                                InstantSource.fixed(NOW)))
                .isInstanceOf(VerifierSetupException.class);
    }

    @Test
    void givesItsClaims() {
        ObjectNode claims = assertThat(verify(DPU.evidence(NONCE))).isVerified();
        assertThat(claims.path("device_class").asText()).isEqualTo("bluefield3");
        assertThat(claims.path("firmware_layers_count").asInt()).isEqualTo(2);
        assertThat(claims.path("accumulated_fwid").asText())
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(CRYPTO.digest(HashAlgorithm.SHA384, LAYER, LAYER)));
        assertThat(claims.path("session_nonce").asText())
                .isEqualTo(HexFormat.of().formatHex(NONCE));
        assertThat(verify(SimulatedDpu.evidence(DPU.identity(), DPU.alias(), DPU.signDer(NONCE))))
                .isInstanceOf(VerificationResult.Verified.class);
    }

    private static VerificationResult verify(ObjectNode evidence) {
        return VERIFIER.verify(evidence, Expectations.ofReportData(NONCE));
    }
}
