package dev.fiducia.attestation.hygon;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Evidence of a real machine. It comes without its chip's certificates, which only Hygon has, so
/// that it can't be verified as a whole; what the platform signed can.
class CsvVectorTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);

    @Test
    void isRefusedWithoutItsChipsCertificates() throws Exception {
        CsvVerifier verifier = CsvVerifier.create(new HygonConfig(List.of(), List.of()), CRYPTO);
        assertThat(verifier.verify(Vectors.json("csv_evidence.json"), Expectations.none()))
                .isRefusedAs("hygon-certificate-missing");
    }

    @Test
    void isSignedByItsPlatform() throws Exception {
        JsonNode evidence = Vectors.json("csv_evidence.json");
        JsonPlace root = JsonPlace.root(evidence, "test");
        CsvReport report = CsvReport.parse(root.member("attestation_report"));
        report.requireSignedByPlatform();
        PlatformCertificate pek =
                PlatformCertificate.parse(
                        CertificateJson.platform(root.member("cert_chain").member("pek")),
                        Usage.PEK,
                        CRYPTO);
        assertThat(pek.key().signed(report.signed(), report.signature(), CRYPTO)).isTrue();
        ObjectNode claims = CsvClaims.of(report, "KPA64911240507", "hygon");
        assertThat(claims.path("measure").asText())
                .isEqualTo("ae2a2cf1f41a485fa37bf9ae92f678783c59fbc79de7b5d237743d58f5538034");
        assertThat(claims.path("report_data").asText()).isEqualTo("00".repeat(64));
        assertThat(claims.path("anonce").asText()).isEqualTo("26d7c75d");
        assertThat(report.number(176, 4)).isEqualTo(0x45);
        byte[] signed = report.signed();
        signed[150] ^= 1;
        assertThat(pek.key().signed(signed, report.signature(), CRYPTO)).isFalse();
    }
}
