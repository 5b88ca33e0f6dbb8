package dev.fiducia.attestation.snp;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;

/// Evidence of a real Genoa: version 3, VCEK with it, nothing else.
class GenoaVectorTest {

    private static final String EVIDENCE = "e2e/snp-genoa-evidence.json";
    private static final String REPORT_DATA =
            "7e7320889600c7ac133aea7b896c51f41026002982292a7369559796999c1bf9"
                    + "29eef3ff23c46e858f0b1982f9a92b17c51b578d958cde6b0c92978f150cf9b0";

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final Instant VALID = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void refusesEveryFlippedBitOfTheSignedRegion() throws Exception {
        SnpVerifier verifier = verifierAt(VALID);
        SnpEvidence genuine = SnpEvidence.parse(Vectors.json(EVIDENCE), CRYPTO);
        byte[] report = genuine.report().bytes(0, SnpReport.LENGTH);
        assertThat(accepted(verifier, genuine, report)).isTrue();
        for (int bit = 0; bit < SnpReport.SIGNED_LENGTH * Byte.SIZE; bit++) {
            assertThat(accepted(verifier, genuine, flipped(report, bit)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesEveryFlippedBitOfTheSignature() throws Exception {
        SnpVerifier verifier = verifierAt(VALID);
        SnpEvidence genuine = SnpEvidence.parse(Vectors.json(EVIDENCE), CRYPTO);
        byte[] report = genuine.report().bytes(0, SnpReport.LENGTH);
        for (int bit = SnpReport.SIGNED_LENGTH * Byte.SIZE;
                bit < SnpReport.LENGTH * Byte.SIZE;
                bit++) {
            assertThat(accepted(verifier, genuine, flipped(report, bit)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesOtherReportData() throws Exception {
        byte[] other = HexFormat.of().parseHex(REPORT_DATA);
        other[63] ^= 1;
        assertThat(verify(Expectations.ofReportData(other))).isRefusedAs("report-data-mismatch");
    }

    @Test
    void refusesReportDataThatIsOnlyThePrefix() throws Exception {
        byte[] prefix = Arrays.copyOf(HexFormat.of().parseHex(REPORT_DATA), 48);
        assertThat(verify(Expectations.ofReportData(prefix))).isRefusedAs("report-data-mismatch");
    }

    @Test
    void refusesInitdataThatTheHostDidNotPutIn() throws Exception {
        Expectations expected = Expectations.none().withInitDataDigest(new byte[] {1});
        assertThat(verify(expected)).isRefusedAs("init-data-mismatch");
    }

    @Test
    void refusesAfterTheCertificateExpired() throws Exception {
        SnpVerifier late = verifierAt(Instant.parse("2032-05-27T17:57:04Z"));
        assertThat(late.verify(Vectors.json(EVIDENCE), Expectations.none()))
                .isRefusedAs("snp-certificate-expired");
    }

    @Test
    void refusesBeforeTheCertificateIsValid() throws Exception {
        SnpVerifier early = verifierAt(Instant.parse("2025-05-27T17:57:02Z"));
        assertThat(early.verify(Vectors.json(EVIDENCE), Expectations.none()))
                .isRefusedAs("snp-certificate-expired");
    }

    @Test
    void verifiesOfflineWithItsReportData() throws Exception {
        Expectations expected =
                Expectations.ofReportData(HexFormat.of().parseHex(REPORT_DATA))
                        .withInitDataDigest(new byte[32]);
        ObjectNode claims = assertThat(verify(expected)).isVerified();
        JsonNode report = Vectors.json(EVIDENCE).get("attestation_report");
        assertThat(claims.get("report_data").textValue()).isEqualTo(REPORT_DATA);
        assertThat(claims.get("init_data").textValue()).isEqualTo("0".repeat(64));
        assertThat(claims.get("measurement").textValue())
                .isEqualTo(hex(report.get("measurement")))
                .startsWith("6a6519d7");
        assertThat(claims.get("chip_id").textValue()).isEqualTo(hex(report.get("chip_id")));
    }

    @Test
    void claimsTheLevelsAndSwitchesOfTheReport() throws Exception {
        ObjectNode claims = assertThat(verify(Expectations.none())).isVerified();
        assertThat(claims.get("reported_tcb_bootloader").intValue()).isEqualTo(10);
        assertThat(claims.get("reported_tcb_tee").intValue()).isZero();
        assertThat(claims.get("reported_tcb_snp").intValue()).isEqualTo(23);
        assertThat(claims.get("reported_tcb_microcode").intValue()).isEqualTo(25);
        for (String level : new String[] {"current_tcb", "committed_tcb", "launch_tcb"}) {
            assertThat(claims.get(level + "_bootloader").intValue()).as(level).isEqualTo(10);
            assertThat(claims.get(level + "_snp").intValue()).as(level).isEqualTo(23);
            assertThat(claims.get(level + "_microcode").intValue()).as(level).isEqualTo(25);
        }
        assertThat(claims.get("policy_abi_major").intValue()).isZero();
        assertThat(claims.get("policy_abi_minor").intValue()).isZero();
        assertThat(claims.get("policy_smt_allowed").booleanValue()).isTrue();
        assertThat(claims.get("policy_migrate_ma").booleanValue()).isFalse();
        assertThat(claims.get("policy_debug_allowed").booleanValue()).isFalse();
        assertThat(claims.get("policy_single_socket").booleanValue()).isFalse();
        assertThat(claims.get("platform_smt_enabled").booleanValue()).isTrue();
        assertThat(claims.get("platform_tsme_enabled").booleanValue()).isFalse();
        assertThat(claims.get("platform_ecc_enabled").booleanValue()).isTrue();
        assertThat(claims.get("platform_alias_check_complete").booleanValue()).isTrue();
        assertThat(claims.get("current_firmware").textValue()).isEqualTo("1.55.40");
        assertThat(claims.get("product").textValue()).isEqualTo("Genoa");
        assertThat(claims.get("root_of_trust").textValue()).isEqualTo("amd");
        assertThat(claims.get("signing_key").textValue()).isEqualTo("VCEK");
    }

    private static VerificationResult verify(Expectations expected) throws Exception {
        return verifierAt(VALID).verify(Vectors.json(EVIDENCE), expected);
    }

    private static boolean accepted(SnpVerifier verifier, SnpEvidence genuine, byte[] report) {
        try {
            SnpEvidence evidence = new SnpEvidence(SnpReport.parse(report), genuine.certificates());
            verifier.verify(evidence, Expectations.none());
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    private static byte[] flipped(byte[] report, int bit) {
        byte[] changed = report.clone();
        changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return changed;
    }

    private static SnpVerifier verifierAt(Instant now) throws SnpSetupException {
        return SnpVerifier.create(SnpConfig.offline(), CRYPTO, InstantSource.fixed(now));
    }

    private static String hex(JsonNode bytes) {
        StringBuilder hex = new StringBuilder();
        bytes.forEach(b -> hex.append(String.format("%02x", b.intValue())));
        return hex.toString();
    }
}
