package dev.fiducia.attestation.hygon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Verifies evidence of Hygon DCUs: one set of claims for each report, signed by the chip's own key
/// (CEK). A chip that is there twice is refused.
public final class DcuVerifier implements Verifier {

    private static final String CODE = "dcu-evidence-malformed";
    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final int MAX_DEVICES = 32;
    private static final int USER_DATA = 64;
    private static final int BODY = 252;

    private final ChipCertificates chips;
    private final CryptoSuite crypto;

    private DcuVerifier(ChipCertificates chips, CryptoSuite crypto) {
        this.chips = chips;
        this.crypto = crypto;
    }

    /// A verifier set up as configured.
    ///
    /// @throws VerifierSetupException when a configured root can't be used
    public static DcuVerifier create(HygonConfig config, CryptoSuite crypto)
            throws VerifierSetupException {
        return new DcuVerifier(ChipCertificates.create(config, crypto), crypto);
    }

    @Override
    public Tee tee() {
        return Tee.HYGON_DCU;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.ofEach(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.14.
    private List<TeeClaims> verified(JsonNode json, Expectations expected) throws RefusedException {
        byte[] reportData = Verification.requiredReportData(expected, "Evidence of DCUs");
        JsonPlace list = JsonPlace.root(json, CODE).member("attestation_reports");
        List<TeeClaims> claims = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonPlace report : list.elementsUpTo(MAX_DEVICES)) {
            ObjectNode device = device(report, Arrays.copyOf(reportData, USER_DATA));
            if (!ids.add(device.at("/body/chip_id").asText())) {
                throw RefusedException.at(
                        "dcu-device-twice", "A device is there twice", report.path());
            }
            claims.add(new TeeClaims(Tee.HYGON_DCU, Tee.HYGON_DCU.teeClass(), device));
        }
        if (claims.isEmpty()) {
            throw list.refused("has no report");
        }
        return claims;
    }

    private ObjectNode device(JsonPlace report, byte[] reportData) throws RefusedException {
        JsonPlace body = report.member("body");
        long version = body.member("version").unsigned(MAX_U32);
        byte[] chipId = CertificateJson.exactly(body.member("chip_id"), 16);
        byte[] userData = CertificateJson.exactly(body.member("user_data"), USER_DATA);
        byte[] measure = CertificateJson.exactly(body.member("measure"), 32);
        byte[] reserved = CertificateJson.exactly(body.member("reserved"), 128);
        long usage = body.member("sig_usage").unsigned(MAX_U32);
        long algorithm = body.member("sig_algo").unsigned(MAX_U32);
        if (!Usage.CEK.is(usage) || algorithm != Usage.SM2_SIGN) {
            throw body.refused("is signed by another key than the chip's");
        }
        byte[] signed =
                ByteBuffer.allocate(BODY)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) version)
                        .put(chipId)
                        .put(userData)
                        .put(measure)
                        .put(reserved)
                        .putInt((int) usage)
                        .putInt((int) algorithm)
                        .array();
        byte[] signature =
                HygonKey.signature(
                        ByteCursor.littleEndian(
                                CertificateJson.signatureField(report.member("sig")),
                                "report signature",
                                CODE));
        String id = HexFormat.of().formatHex(chipId);
        ChipCertificates.Chip chip = chips.find(Path.of(id + "_hsk_cek.cert"));
        if (!chip.cek().signed(signed, signature, crypto)) {
            throw RefusedException.at(
                    "dcu-signature-invalid",
                    "The chip's key did not sign this report",
                    report.path());
        }
        if (!crypto.constantTimeEquals(reportData, userData)) {
            throw RefusedException.at(
                    "report-data-mismatch",
                    "The user data of the report is not the expected report data",
                    report.path());
        }
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("root_of_trust", chip.root());
        claims.putObject("body")
                .put("version", version)
                .put("chip_id", id)
                .put("user_data", HexFormat.of().formatHex(userData))
                .put("measure", HexFormat.of().formatHex(measure))
                .put("reserved", HexFormat.of().formatHex(reserved))
                .put("sig_usage", Long.toHexString(usage))
                .put("sig_algo", Long.toHexString(algorithm));
        claims.put("report_data", HexFormat.of().formatHex(userData));
        return claims;
    }
}
