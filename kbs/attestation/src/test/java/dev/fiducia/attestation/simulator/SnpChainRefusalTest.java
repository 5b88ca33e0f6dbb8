package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CHIP;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.MILAN;
import static dev.fiducia.attestation.simulator.Simulation.NOW;
import static dev.fiducia.attestation.simulator.Simulation.TCB;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerificationResultAssert;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpTcb;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.attestation.snp.VekType;
import dev.fiducia.crypto.EcCurve;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;

/// All the ways in which certificates can be wrong although every signature in sight may be right.
class SnpChainRefusalTest {

    private static final SnpVerifier VERIFIER = Simulation.trusting(MILAN.rootsPem());
    private static final SimulatedCertificate.Validity VALID = SimulatedAmd.validity(NOW);
    private static final SimulatedAmd IMPOSTOR = SimulatedAmd.create(SnpProduct.MILAN, NOW, CRYPTO);

    private final KeyPair keys = Simulation.vekKeys();

    @Test
    void refusesSimulatedHardwareWhoseRootIsNotConfigured() throws Exception {
        SnpVerifier vendorsOnly =
                SnpVerifier.create(SnpConfig.offline(), CRYPTO, InstantSource.fixed(NOW));
        VerificationResult result =
                Simulation.verify(vendorsOnly, CHIP.report().evidence(), Expectations.none());
        assertThat(result).isRefusedAs("snp-root-untrusted");
    }

    @Test
    void refusesSimulatedHardwareThatHidesItsRoot() throws Exception {
        SnpVerifier vendorsOnly =
                SnpVerifier.create(SnpConfig.offline(), CRYPTO, InstantSource.fixed(NOW));
        JsonNode evidence =
                Simulation.withCertificates(
                        CHIP, "ASK", MILAN.ask().certificate(), "VCEK", CHIP.endorsed().vek());
        assertThat(Simulation.verify(vendorsOnly, evidence, Expectations.none()))
                .isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesAnImpostorOfTheSameNames() {
        SimulatedSnp chip = IMPOSTOR.chip(Simulation.chipId(), TCB, NOW);
        verify(chip.report().evidence()).isRefusedAs("snp-root-untrusted");
        verify(
                        Simulation.withCertificates(
                                chip,
                                "ASK",
                                IMPOSTOR.ask().certificate(),
                                "VCEK",
                                chip.endorsed().vek()))
                .isRefusedAs("snp-chain-invalid");
        verify(Simulation.withCertificates(chip, "VCEK", chip.endorsed().vek()))
                .isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesRootsOfAnotherProduct() {
        SimulatedSnp genoa =
                SimulatedAmd.create(SnpProduct.GENOA, NOW, CRYPTO)
                        .chip(Simulation.chipId(), TCB, NOW);
        verify(genoa.report().evidence()).isRefusedAs("snp-root-untrusted");
        verify(genoa.report().cpu(0x19, 1).evidence()).isRefusedAs("snp-root-untrusted");
    }

    @Test
    void refusesAKeyThatSignedNothing() {
        SimulatedSnp other = MILAN.chip(Simulation.chipId(), TCB, NOW);
        verify(Simulation.withCertificates(CHIP, "VCEK", other.endorsed().vek()))
                .isRefusedAs("snp-signature-invalid");
    }

    @Test
    void refusesAnIntermediateInTheRolesOfOthers() {
        X509Certificate ask = MILAN.ask().certificate();
        X509Certificate vcek = CHIP.endorsed().vek();
        verify(Simulation.withCertificates(CHIP, "ARK", ask, "VCEK", vcek))
                .isRefusedAs("snp-root-untrusted");
        verify(Simulation.withCertificates(CHIP, "ASK", ask, "VCEK", ask))
                .isRefusedAs("snp-chain-invalid");
        verify(Simulation.withCertificates(CHIP, "ASK", MILAN.ark().certificate(), "VCEK", vcek))
                .isRefusedAs("snp-chain-invalid");
        verify(Simulation.withCertificates(CHIP, "ASK", MILAN.asvk().certificate(), "VCEK", vcek))
                .isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesAnEndorsementKeyAsIssuer() {
        X509Certificate vcek = CHIP.endorsed().vek();
        verify(Simulation.withCertificates(CHIP, "ASK", vcek, "VCEK", vcek))
                .isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesAnIssuerThatIsNoAuthority() {
        KeyPair issuer = CRYPTO.generateRsa(2048);
        X509Certificate ask =
                SimulatedCertificate.of("SEV-Milan", issuer.getPublic(), VALID)
                        .issue("ARK-Milan", MILAN.ark().keys().getPrivate(), CRYPTO);
        X509Certificate vcek = vcek(keys).issue("SEV-Milan", issuer.getPrivate(), CRYPTO);
        verify(Simulation.chip(keys, VekType.VCEK, vcek, ask).report().evidence())
                .isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesAVcekPresentedAsVlekAndTheOtherWayRound() {
        verify(Simulation.withCertificates(CHIP, "VLEK", CHIP.endorsed().vek()))
                .isRefusedAs("snp-chain-invalid");
        SimulatedSnp cloud = MILAN.cloudChip("example-cloud", TCB, NOW);
        verify(Simulation.withCertificates(cloud, "VCEK", cloud.endorsed().vek()))
                .isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesAReportThatNamesTheOtherKindOfKey() {
        verify(CHIP.report().keyInfo(1 << 2).evidence()).isRefusedAs("snp-key-mismatch");
        verify(CHIP.report().keyInfo(7 << 2).evidence()).isRefusedAs("snp-key-mismatch");
        SimulatedSnp cloud = MILAN.cloudChip("example-cloud", TCB, NOW);
        verify(cloud.report().keyInfo(0).evidence()).isRefusedAs("snp-key-mismatch");
    }

    @Test
    void refusesAVlekNameUnderTheVcekIssuer() {
        X509Certificate vek =
                MILAN.vek(VekType.VLEK, keys.getPublic(), TCB, VALID)
                        .issue("SEV-Milan", MILAN.ask().keys().getPrivate(), CRYPTO);
        SimulatedSnp chip = Simulation.chip(keys, VekType.VCEK, vek, MILAN.ask().certificate());
        verify(chip.report().evidence()).isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesAKeyOnAnotherCurve() {
        KeyPair small = CRYPTO.generateEc(EcCurve.P256);
        X509Certificate vek =
                vcek(small).issue("SEV-Milan", MILAN.ask().keys().getPrivate(), CRYPTO);
        verify(Simulation.withCertificates(CHIP, "VCEK", vek)).isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesAnEndorsementKeyThatIsAnAuthority() {
        X509Certificate vek =
                vcek(keys).authority().issue("SEV-Milan", MILAN.ask().keys().getPrivate(), CRYPTO);
        verify(Simulation.withCertificates(CHIP, "VCEK", vek)).isRefusedAs("snp-chain-invalid");
    }

    @Test
    void refusesExpiredCertificatesAndThoseOfTheFuture() {
        Duration day = Duration.ofDays(1);
        for (SimulatedCertificate.Validity wrong :
                new SimulatedCertificate.Validity[] {
                    new SimulatedCertificate.Validity(
                            NOW.minus(day.multipliedBy(2)), NOW.minus(day)),
                    new SimulatedCertificate.Validity(NOW.plus(day), NOW.plus(day.multipliedBy(2)))
                }) {
            X509Certificate vek =
                    MILAN.vek(VekType.VCEK, keys.getPublic(), TCB, wrong)
                            .hardwareId(Simulation.chipId())
                            .issue("SEV-Milan", MILAN.ask().keys().getPrivate(), CRYPTO);
            SimulatedSnp chip = Simulation.chip(keys, VekType.VCEK, vek, MILAN.ask().certificate());
            verify(chip.report().evidence()).isRefusedAs("snp-certificate-expired");
        }
    }

    @Test
    void refusesAnotherChipsCertificate() {
        byte[] other = Simulation.chipId();
        other[63] ^= 1;
        verify(CHIP.report().chipId(other).evidence()).isRefusedAs("snp-chip-mismatch");
    }

    @Test
    void refusesAVcekThatNamesNoChip() {
        X509Certificate vek =
                MILAN.vek(VekType.VCEK, keys.getPublic(), TCB, VALID)
                        .issue("SEV-Milan", MILAN.ask().keys().getPrivate(), CRYPTO);
        SimulatedSnp chip = Simulation.chip(keys, VekType.VCEK, vek, MILAN.ask().certificate());
        verify(chip.report().evidence()).isRefusedAs("snp-chip-mismatch");
    }

    @Test
    void refusesEachFirmwareLevelThatDiffers() {
        refusesLevel(
                new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 4, 0, 24, 220), "Microcode version mismatch");
        refusesLevel(new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 4, 0, 23, 219), "SNP version mismatch");
        refusesLevel(new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 4, 1, 24, 219), "TEE version mismatch");
        refusesLevel(
                new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 5, 0, 24, 219),
                "Boot loader version mismatch");
    }

    @Test
    void refusesAnotherManagementControllerLevelOnTurin() {
        SimulatedSnp turin = turin();
        SnpTcb other = new SnpTcb(SnpTcb.Layout.TURIN, 2, 1, 1, 4, 76);
        VerificationResult result =
                Simulation.verify(
                        Simulation.trusting(turin.rootsPem()),
                        turin.report().reportedTcb(other).evidence(),
                        Expectations.none());
        Assertions.assertThat(assertThat(result).isRefusedAs("snp-tcb-mismatch").message())
                .isEqualTo("FMC version mismatch");
    }

    @Test
    void comparesOnlyTheFirstEightBytesOfTheChipIdOnTurin() {
        SimulatedSnp turin = turin();
        SnpVerifier verifier = Simulation.trusting(turin.rootsPem());
        byte[] tail = turin.chipId();
        tail[8] ^= 1;
        byte[] head = turin.chipId();
        head[7] ^= 1;
        assertThat(
                        Simulation.verify(
                                verifier,
                                turin.report().chipId(tail).evidence(),
                                Expectations.none()))
                .isVerified();
        assertThat(
                        Simulation.verify(
                                verifier,
                                turin.report().chipId(head).evidence(),
                                Expectations.none()))
                .isRefusedAs("snp-chip-mismatch");
    }

    @Test
    void acceptsAPlatformThatHidesItsChipId() {
        verify(CHIP.report().chipId(new byte[64]).evidence()).isVerified();
    }

    @Test
    void acceptsTheTrustedRootAndIntermediateFromEvidenceOrNot() {
        X509Certificate vcek = CHIP.endorsed().vek();
        X509Certificate ark = MILAN.ark().certificate();
        verify(Simulation.withCertificates(CHIP, "VCEK", vcek)).isVerified();
        verify(Simulation.withCertificates(CHIP, "ARK", ark, "VCEK", vcek)).isVerified();
        verify(Simulation.withCertificates(CHIP, "VCEK", vcek, "ASK", MILAN.ask().certificate()))
                .isVerified();
    }

    private static SimulatedSnp turin() {
        byte[] id = Arrays.copyOf(Simulation.chipId(), 64);
        return SimulatedAmd.create(SnpProduct.TURIN, NOW, CRYPTO)
                .chip(id, new SnpTcb(SnpTcb.Layout.TURIN, 1, 1, 1, 4, 76), NOW);
    }

    private static void refusesLevel(SnpTcb reported, String message) {
        Assertions.assertThat(
                        verify(CHIP.report().reportedTcb(reported).evidence())
                                .isRefusedAs("snp-tcb-mismatch")
                                .message())
                .isEqualTo(message);
    }

    private static SimulatedCertificate vcek(KeyPair keys) {
        return MILAN.vek(VekType.VCEK, keys.getPublic(), TCB, VALID)
                .hardwareId(Simulation.chipId());
    }

    private static VerificationResultAssert verify(JsonNode evidence) {
        return assertThat(Simulation.verify(VERIFIER, evidence, Expectations.none()));
    }
}
