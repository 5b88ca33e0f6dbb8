package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.nvidia.NvidiaConfig;
import dev.fiducia.attestation.nvidia.NvidiaVerifier;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class SimulatedGpuTest {

    private static final SimulatedDeviceAuthority ROOT = SimulatedGpu.vendor(NOW, CRYPTO);
    private static final SimulatedGpu GPU = SimulatedGpu.below(ROOT, CRYPTO);
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final NvidiaVerifier VERIFIER = trusting(NOW, ROOT);

    static NvidiaVerifier trusting(String rootPem, Instant now) {
        try {
            Path file = Files.createTempFile("root", ".pem");
            try {
                Files.writeString(file, rootPem);
                return NvidiaVerifier.create(
                        new NvidiaConfig.Local(List.of(file)), CRYPTO, InstantSource.fixed(now));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (VerifierSetupException e) {
            throw new AssertionError(e);
        }
    }

    private static NvidiaVerifier trusting(Instant now, SimulatedDeviceAuthority root) {
        return trusting(Pem.certificates(root.certificate()), now);
    }

    @Test
    void isRefusedBelowAnotherRoot() throws Exception {
        SimulatedGpu stranger = SimulatedGpu.create(NOW, CRYPTO);
        assertThat(verify(stranger.report())).isRefusedAs("nvidia-root-untrusted");
        NvidiaVerifier real =
                NvidiaVerifier.create(
                        new NvidiaConfig.Local(List.of()), CRYPTO, InstantSource.fixed(NOW));
        assertThat(
                        real.verify(
                                GPU.report().nonce(NONCE).evidence(),
                                Expectations.ofReportData(NONCE)))
                .isRefusedAs("nvidia-root-untrusted");
    }

    /// Every way to put a chain together that isn't the right one.
    @Test
    void isRefusedWithEveryOtherChain() {
        SimulatedDeviceAuthority issuer = ROOT.intermediate("Simulated GPU authority");
        byte[] fwid = SimulatedGpu.firmwareId(CRYPTO);
        KeyPair keys = CRYPTO.generateEc(EcCurve.P384);
        X509Certificate root = ROOT.certificate();
        X509Certificate middle = issuer.certificate();
        X509Certificate leaf = issuer.issue("Simulated GPU", keys.getPublic(), fwid);
        assertThat(verify(keys, leaf, middle, root))
                .isInstanceOf(VerificationResult.Verified.class);

        SimulatedDeviceAuthority twin = SimulatedGpu.vendor(NOW, CRYPTO);
        X509Certificate forged =
                twin.intermediate("Simulated GPU authority")
                        .issue("Simulated GPU", keys.getPublic(), fwid);
        KeyPair weak = CRYPTO.generateEc(EcCurve.P256);
        List<X509Certificate[]> others = new ArrayList<>();
        X509Certificate[] set = {leaf, middle, root, forged, twin.certificate()};
        for (X509Certificate a : set) {
            others.add(new X509Certificate[] {a});
            for (X509Certificate b : set) {
                others.add(new X509Certificate[] {a, b});
                for (X509Certificate c : set) {
                    boolean isRight = a.equals(leaf) && b.equals(middle) && c.equals(root);
                    if (!isRight) {
                        others.add(new X509Certificate[] {a, b, c});
                    }
                }
            }
        }
        others.add(new X509Certificate[] {leaf, middle, root, root, middle, root});
        others.add(new X509Certificate[0]);
        for (X509Certificate[] chain : others) {
            assertThat(refusal(verify(keys, chain)).code())
                    .as(Arrays.toString(chain))
                    .isIn("nvidia-chain-invalid", "nvidia-root-untrusted");
        }
        assertThat(verify(weak, issuer.issue("GPU", weak.getPublic(), fwid), middle, root))
                .isRefusedAs("nvidia-chain-invalid");
        assertThat(verify(keys, issuer.issue("GPU", keys.getPublic(), new byte[0]), middle, root))
                .isRefusedAs("nvidia-chain-invalid");
        assertThat(verify(keys, issuer.issue("GPU", keys.getPublic(), new byte[48]), middle, root))
                .isRefusedAs("nvidia-fwid-mismatch");
        SimulatedCertificate.Validity past =
                new SimulatedCertificate.Validity(
                        NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(8)));
        assertThat(verify(keys, issuer.issue("GPU", keys.getPublic(), past, fwid), middle, root))
                .isRefusedAs("nvidia-chain-invalid");
    }

    @Test
    void isRefusedOutOfItsTime() {
        ObjectNode evidence = GPU.report().nonce(NONCE).evidence();
        for (Duration shift : List.of(Duration.ofDays(-2), Duration.ofDays(4000))) {
            assertThat(
                            trusting(NOW.plus(shift), ROOT)
                                    .verify(evidence, Expectations.ofReportData(NONCE)))
                    .isRefusedAs("nvidia-chain-invalid");
        }
    }

    @Test
    void isRefusedForAnotherHandshake() {
        ObjectNode evidence = GPU.report().nonce(NONCE).evidence();
        assertThat(VERIFIER.verify(evidence, Expectations.ofReportData(new byte[48])))
                .isRefusedAs("report-data-mismatch");
        assertThat(VERIFIER.verify(evidence, Expectations.none()))
                .isRefusedAs("report-data-required");
    }

    @Test
    void isRefusedWithAnotherKeysReport() {
        SimulatedGpu other = SimulatedGpu.below(ROOT, CRYPTO);
        assertThat(verify(GPU, other.report().nonce(NONCE).bytes()))
                .isRefusedAs("nvidia-signature-invalid");
    }

    /// One that was asked for less says less.
    @Test
    void isRefusedWhenLessWasAskedFor() {
        assertThat(verify(GPU.report().request(1, 3))).isRefusedAs("nvidia-report-malformed");
        assertThat(verify(GPU.report().request(0, 0xFF))).isRefusedAs("nvidia-report-malformed");
    }

    @Test
    void isRefusedWithStrangeOpaqueData() {
        for (int type : new int[] {3, 6, 20}) {
            assertThat(verify(GPU.report().without(type))).isRefusedAs("nvidia-report-malformed");
        }
        assertThat(verify(GPU.report().opaque(26, new byte[1])))
                .isRefusedAs("nvidia-report-malformed");
        assertThat(verify(GPU.report().opaque(6, new byte[7])))
                .isRefusedAs("nvidia-report-malformed");
        assertThat(verify(GPU.report().opaque(3, new byte[] {'5', 1})))
                .isRefusedAs("nvidia-report-malformed");
        assertThat(verify(GPU.report().opaque(12, new byte[3])))
                .isRefusedAs("nvidia-report-malformed");
        assertThat(verify(GPU.report().opaque(22, new byte[9])))
                .isRefusedAs("nvidia-report-malformed");
        assertThat(verify(GPU.report().opaque(34, new byte[8])))
                .isRefusedAs("nvidia-report-malformed");
    }

    @Test
    void isRefusedWithAnyBitFlipped() {
        byte[] report = GPU.report().nonce(NONCE).bytes();
        for (int bit = 0; bit < 8 * report.length; bit += Integer.getInteger("flips", 7)) {
            byte[] flipped = report.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(verify(GPU, flipped))
                    .as("bit %s of byte %s", bit % 8, bit / 8)
                    .isInstanceOf(VerificationResult.Refused.class);
        }
    }

    @Test
    void isRefusedCut() {
        byte[] report = GPU.report().nonce(NONCE).bytes();
        for (int length = 0; length < report.length; length++) {
            assertThat(verify(GPU, Arrays.copyOf(report, length)))
                    .isRefusedAs("nvidia-report-malformed");
        }
    }

    @Test
    void refusesWhateverElseComes() {
        byte[] report = GPU.report().nonce(NONCE).bytes();
        Random random = new Random(11);
        for (int i = 0; i < 600; i++) {
            byte[] damaged = report.clone();
            for (int j = 0; j < 3; j++) {
                damaged[random.nextInt(i % 2 == 0 ? 60 : damaged.length)] ^=
                        (byte) (1 + random.nextInt(255));
            }
            if (!Arrays.equals(damaged, report)) {
                assertThat(refusal(verify(GPU, damaged)).code()).startsWith("nvidia-");
            }
        }
    }

    @Test
    void isRefusedWithoutItsParts() {
        for (String member : List.of("arch", "evidence", "certificate")) {
            ObjectNode evidence = GPU.report().nonce(NONCE).evidence();
            ((ObjectNode) evidence.at("/device_evidence_list/0")).remove(member);
            assertThat(VERIFIER.verify(evidence, Expectations.ofReportData(NONCE)))
                    .isRefusedAs("nvidia-evidence-malformed");
        }
        ObjectNode none = GPU.report().nonce(NONCE).evidence();
        ((ArrayNode) none.get("device_evidence_list")).removeAll();
        assertThat(VERIFIER.verify(none, Expectations.ofReportData(NONCE)))
                .isRefusedAs("nvidia-evidence-malformed");
        ObjectNode strange = GPU.report().nonce(NONCE).evidence();
        ((ObjectNode) strange.at("/device_evidence_list/0")).put("arch", "AMPERE");
        assertThat(VERIFIER.verify(strange, Expectations.ofReportData(NONCE)))
                .isRefusedAs("nvidia-evidence-malformed");
        ((ObjectNode) strange.at("/device_evidence_list/0")).put("arch", "LS10");
        assertThat(VERIFIER.verify(strange, Expectations.ofReportData(NONCE)))
                .isRefusedAs("nvidia-arch-unsupported");
    }

    /// One device doesn't count twice, however many reports it makes.
    @Test
    void isRefusedTwice() {
        ObjectNode evidence = GPU.report().nonce(NONCE).evidence();
        ((ArrayNode) evidence.get("device_evidence_list"))
                .add(GPU.report().device(GPU.report().nonce(NONCE).bytes()));
        assertThat(VERIFIER.verify(evidence, Expectations.ofReportData(NONCE)))
                .isRefusedAs("nvidia-device-twice");
    }

    @Test
    void cantBeSetUpWithoutRoots() {
        assertThatThrownBy(() ->
                        NvidiaVerifier.create(
                                new NvidiaConfig.Local(List.of(Path.of("gone.pem"))),
                                CRYPTO,
                                InstantSource.fixed(NOW)))
                .isInstanceOf(VerifierSetupException.class);
    }

    @Test
    void givesOneSetOfClaimsForEachDevice() {
        SimulatedGpu second = SimulatedGpu.below(ROOT, CRYPTO);
        ObjectNode evidence = GPU.report().nonce(NONCE).evidence();
        ((ArrayNode) evidence.get("device_evidence_list"))
                .add(second.report().device(second.report().nonce(NONCE).bytes()));
        VerificationResult result =
                Simulation.verify(VERIFIER, evidence, Expectations.ofReportData(NONCE));
        assertThat(result)
                .isInstanceOfSatisfying(
                        VerificationResult.Verified.class,
                        verified -> {
                            assertThat(verified.claims()).hasSize(2);
                            assertThat(verified.claims().getLast().teeClass()).isEqualTo("gpu");
                        });
    }

    private static VerificationResult verify(SimulatedGpuReport report) {
        return VERIFIER.verify(report.nonce(NONCE).evidence(), Expectations.ofReportData(NONCE));
    }

    private static VerificationResult verify(SimulatedGpu gpu, byte[] report) {
        return VERIFIER.verify(gpu.report().evidence(report), Expectations.ofReportData(NONCE));
    }

    private static VerificationResult verify(KeyPair keys, X509Certificate... chain) {
        SimulatedGpu gpu = new SimulatedGpu(keys, Pem.certificates(chain), CRYPTO);
        ObjectNode evidence =
                EcCurve.of((ECPublicKey) keys.getPublic())
                                .filter(curve -> curve == EcCurve.P384)
                                .isPresent()
                        ? gpu.report().nonce(NONCE).evidence()
                        : gpu.report().evidence(GPU.report().nonce(NONCE).bytes());
        return VERIFIER.verify(evidence, Expectations.ofReportData(NONCE));
    }

    private static Refusal refusal(VerificationResult result) {
        return switch (result) {
            case VerificationResult.Refused(Refusal refusal) -> refusal;
            case VerificationResult.Verified verified ->
                    throw new AssertionError("verified: " + verified);
        };
    }
}
