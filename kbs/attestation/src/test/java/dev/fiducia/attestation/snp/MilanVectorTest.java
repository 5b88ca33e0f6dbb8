package dev.fiducia.attestation.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A real Milan report of version 2 with its VCEK: too old to be accepted, good to check each check
/// with.
class MilanVectorTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final int REPORTED_BOOTLOADER = 384;

    private final SnpChecks checks = new SnpChecks(CRYPTO);

    @Test
    void refusesVersionTwo() throws Exception {
        SnpVerifier verifier =
                SnpVerifier.create(
                        SnpConfig.offline(),
                        CRYPTO,
                        InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        SnpEvidence evidence = new SnpEvidence(report(), Optional.of(presented(vcek())));
        assertThatThrownBy(() -> verifier.verify(evidence, Expectations.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(
                        "Attestation Report version is too old. Please update your firmware.");
    }

    @Test
    void refusesTheChangedReport() throws Exception {
        byte[] changed = Vectors.bytes("snp/test-report.bin");
        changed[42]++;
        // Byte 42 is in IMAGE_ID: the report parses, and only its signature can tell.
        SnpReport report = SnpReport.parse(changed);
        assertThatThrownBy(() -> checks.signature(report, chain()))
                .extracting(e -> ((RefusedException) e).refusal().code())
                .isEqualTo("snp-signature-invalid");
    }

    @Test
    void refusesAnotherFirmwareLevelThanTheCertificates() throws Exception {
        byte[] changed = Vectors.bytes("snp/test-report.bin");
        changed[REPORTED_BOOTLOADER]++;
        SnpReport report = SnpReport.parse(changed);
        assertThatThrownBy(() -> checks.tcb(report, chain()))
                .hasMessageContaining("Boot loader version mismatch");
    }

    @Test
    void refusesTheChangedCertificate() {
        byte[] changed = Vectors.bytes("snp/test-vcek.der");
        changed[42]++;
        assertThatThrownBy(() -> chain(presented(SnpCertificates.parse(changed, CRYPTO, "vcek"))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesTheVcekIssuerOfAnotherProductAndAChangedKind() throws Exception {
        SnpAnchor genoa = SnpAnchors.load(List.of(), CRYPTO).of(SnpProduct.GENOA).getFirst();
        PresentedCertificates swapped =
                new PresentedCertificates(
                        Optional.empty(), genoa.intermediate(VekType.VCEK), vcek(), VekType.VCEK);
        assertThatThrownBy(() -> chain(swapped)).isInstanceOf(RefusedException.class);
        PresentedCertificates relabelled =
                new PresentedCertificates(Optional.empty(), Optional.empty(), vcek(), VekType.VLEK);
        assertThatThrownBy(() -> chain(relabelled)).isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesTheCertificateUnderTheRootsOfAnotherProduct() throws Exception {
        PresentedCertificates presented = presented(vcek());
        VekChains chains = new VekChains(SnpAnchors.load(List.of(), CRYPTO), CRYPTO);
        assertThatThrownBy(() -> chains.build(SnpProduct.GENOA, presented))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void believesTheReportAsItIs() throws Exception {
        SnpReport report = report();
        checks.signature(report, chain());
        checks.tcb(report, chain());
        checks.chip(report, SnpProduct.MILAN, chain());
        checks.vmpl(report);
        assertThat(report.version()).isEqualTo(2);
        assertThat(report.policy().bits()).isEqualTo(0x3001f);
        assertThat(report.policy().abiMinor()).isEqualTo(0x1f);
        assertThat(report.reportedTcb())
                .isEqualTo(new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 3, 0, 8, 0x73));
        assertThat(HexFormat.of().formatHex(report.reportData()))
                .startsWith("ec6c52d7533cc2c4f45be7849cf112ab82b2009fe7bd43e71ed08c14400ad7e2");
        assertThat(report.hostData()).containsOnly(0);
    }

    @Test
    void readsBothFormsOfTheHardwareId() throws Exception {
        byte[] counting = new byte[64];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) i;
        }
        for (String form : List.of("legacy", "new")) {
            byte[] der = Vectors.bytes("snp/test-vcek-invalid-" + form + ".der");
            VekExtensions extensions = VekExtensions.of(SnpCertificates.parse(der, CRYPTO, form));
            assertThat(extensions.hardwareId())
                    .as(form)
                    .hasValueSatisfying(id -> assertThat(id).isEqualTo(counting));
        }
    }

    @Test
    void readsLevelsThatTakeASecondByte() throws Exception {
        byte[] der = Vectors.bytes("snp/test-vcek-invalid-legacy.der");
        assertThat(VekExtensions.of(SnpCertificates.parse(der, CRYPTO, "vcek")).microcode())
                .isEqualTo(0xa9);
    }

    private static SnpReport report() throws RefusedException {
        return SnpReport.parse(Vectors.bytes("snp/test-report.bin"));
    }

    private static X509Certificate vcek() throws RefusedException {
        return SnpCertificates.parse(Vectors.bytes("snp/test-vcek.der"), CRYPTO, "vcek");
    }

    private static PresentedCertificates presented(X509Certificate vcek) {
        return new PresentedCertificates(Optional.empty(), Optional.empty(), vcek, VekType.VCEK);
    }

    private static VekChain chain() throws Exception {
        return chain(presented(vcek()));
    }

    private static VekChain chain(PresentedCertificates presented) throws Exception {
        return new VekChains(SnpAnchors.load(List.of(), CRYPTO), CRYPTO)
                .build(SnpProduct.MILAN, presented);
    }
}
