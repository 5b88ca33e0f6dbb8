package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CHIP;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.MILAN;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.EvidenceCheck;
import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;

class SimulatedSnpTest {

    private static final SnpVerifier VERIFIER = Simulation.trusting(MILAN.rootsPem());
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final byte[] INITDATA = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {2});

    @TempDir Path folder;

    @Test
    void isRefusedWithOtherInitdata() {
        byte[] other = INITDATA.clone();
        other[0] ^= 1;
        ObjectNode evidence = CHIP.report().reportData(NONCE).hostData(other).evidence();
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(INITDATA);
        assertThat(Simulation.verify(VERIFIER, evidence, expected))
                .isRefusedAs("init-data-mismatch");
    }

    @Test
    void isRefusedForAnotherHandshake() {
        ObjectNode evidence = CHIP.report().reportData(NONCE).evidence();
        Expectations expected =
                Expectations.ofReportData(CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {3}));
        assertThat(Simulation.verify(VERIFIER, evidence, expected))
                .isRefusedAs("report-data-mismatch");
    }

    @Test
    void isRefusedOffVmplZero() {
        refused(CHIP.report().vmpl(1).evidence(), "snp-vmpl");
    }

    @Test
    void isRefusedWithAnotherSignatureAlgorithm() {
        refused(CHIP.report().signatureAlgorithm(2).evidence(), "snp-signature-algorithm");
    }

    @Test
    void isRefusedWithUnknownVersions() {
        refused(CHIP.report().version(1).evidence(), "snp-version-unsupported");
        refused(CHIP.report().version(2).evidence(), "snp-version-unsupported");
        refused(CHIP.report().version(6).evidence(), "snp-version-unsupported");
        refused(CHIP.report().version(-1).evidence(), "snp-version-unsupported");
    }

    @Test
    void isRefusedAsUnknownProduct() {
        refused(CHIP.report().cpu(0x17, 0x31).evidence(), "snp-product-unknown");
    }

    @Test
    void isVerifiedWithDigestsFittedToTheirFields() {
        ObjectNode evidence = CHIP.report().reportData(NONCE).hostData(INITDATA).evidence();
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(INITDATA);
        ObjectNode claims =
                assertThat(Simulation.verify(VERIFIER, evidence, expected)).isVerified();
        assertThat(claims.get("report_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(NONCE) + "0".repeat(32));
        assertThat(claims.get("init_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(INITDATA).substring(0, 64));
        assertThat(claims.get("root_of_trust").textValue()).isEqualTo("configured");
    }

    @Test
    void claimsDebugAndMigrationForThePolicyToJudge() {
        long debugAndMigration = 0x3_0000 | 1 << 19 | 1 << 18;
        ObjectNode evidence = CHIP.report().policy(debugAndMigration).platform(0x02).evidence();
        ObjectNode claims =
                assertThat(Simulation.verify(VERIFIER, evidence, Expectations.none())).isVerified();
        assertThat(claims.get("policy_debug_allowed").booleanValue()).isTrue();
        assertThat(claims.get("policy_migrate_ma").booleanValue()).isTrue();
        assertThat(claims.get("platform_tsme_enabled").booleanValue()).isTrue();
        assertThat(claims.get("platform_smt_enabled").booleanValue()).isFalse();
    }

    @Test
    void keepsBitsThatOnlyAnUnsignedNumberHolds() {
        ObjectNode evidence = CHIP.report().policy(0xFFFF_FFFF_FFFF_FFFFL).version(5).evidence();
        ObjectNode claims =
                assertThat(Simulation.verify(VERIFIER, evidence, Expectations.none())).isVerified();
        assertThat(claims.get("policy_abi_major").intValue()).isEqualTo(255);
        assertThat(claims.get("launch_mit_vector").intValue()).isZero();
    }

    @Test
    void isVerifiedOnEveryProductAndVersion() {
        for (SimulatedSnp chip :
                List.of(SimulatedSnp.genoa(NOW, CRYPTO), SimulatedSnp.turin(NOW, CRYPTO), CHIP)) {
            SnpVerifier verifier = Simulation.trusting(chip.rootsPem());
            for (int version = 3; version <= 5; version++) {
                VerificationResult result =
                        Simulation.verify(
                                verifier,
                                chip.report().version(version).evidence(),
                                Expectations.none());
                assertThat(assertThat(result).isVerified().get("product").textValue())
                        .isEqualTo(chip.product().label());
            }
        }
    }

    @Test
    void claimsTheProviderBehindAVlek() {
        SimulatedSnp cloud = MILAN.cloudChip("example-cloud", Simulation.TCB, NOW);
        ObjectNode claims =
                assertThat(
                                Simulation.verify(
                                        VERIFIER, cloud.report().evidence(), Expectations.none()))
                        .isVerified();
        assertThat(claims.get("signing_key").textValue()).isEqualTo("VLEK");
        assertThat(claims.get("csp_id").textValue()).isEqualTo("example-cloud");
    }

    @Test
    void isTheSameProcessorWhenLoadedAgain() throws Exception {
        Path home = folder.resolve("chip");
        SimulatedSnp.openOrCreate(home, NOW, CRYPTO);
        SimulatedSnp loaded = SimulatedSnp.openOrCreate(home, NOW, CRYPTO);
        SnpVerifier verifier = Simulation.trusting(Files.readString(home.resolve("roots.pem")));
        assertThat(Simulation.verify(verifier, loaded.report().evidence(), Expectations.none()))
                .isVerified();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve("key.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void saysWhenItsDirectoryIsDamaged() throws Exception {
        Path home = folder.resolve("damaged");
        CHIP.save(home);
        Files.writeString(home.resolve("vek.pem"), "gone");
        assertThatThrownBy(() -> SimulatedSnp.openOrCreate(home, NOW, CRYPTO))
                .isInstanceOf(IOException.class);
    }

    @Test
    void isCheckedByItselfAsACommandDoes() {
        EvidenceCheck check = new EvidenceCheck(List.of(VERIFIER));
        byte[] evidence = CHIP.report().evidence().toString().getBytes(StandardCharsets.UTF_8);
        assertThat(check.check(Tee.SNP, evidence, Expectations.none())).isVerified();
        assertThat(check.check(Tee.TDX, evidence, Expectations.none()))
                .isRefusedAs("tee-unsupported");
        byte[] twice = "{\"cert_chain\":1,\"cert_chain\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(check.check(Tee.SNP, twice, Expectations.none())).isRefusedAs("json-malformed");
        byte[] trailing = "{} {}".getBytes(StandardCharsets.UTF_8);
        assertThat(check.check(Tee.SNP, trailing, Expectations.none()))
                .isRefusedAs("json-malformed");
        assertThat(check.check(Tee.SNP, new byte[0], Expectations.none()))
                .isRefusedAs("json-malformed");
    }

    private static void refused(ObjectNode evidence, String code) {
        assertThat(Simulation.verify(VERIFIER, evidence, Expectations.none())).isRefusedAs(code);
    }
}
