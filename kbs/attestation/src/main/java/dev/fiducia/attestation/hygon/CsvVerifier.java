package dev.fiducia.attestation.hygon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.eventlog.EventAlgorithm;
import dev.fiducia.attestation.eventlog.EventLog;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Verifies evidence of a virtual machine in Hygon CSV, of version 1 or 2.
///
/// Such evidence has no field for initdata, so it is bound to none.
public final class CsvVerifier implements Verifier {

    private static final String CODE = "csv-evidence-malformed";
    private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final int SERIAL_LENGTH = 64;
    private static final int REPORT_DATA = 64;
    private static final int RTMRS = 208;
    private static final int RTMR_LENGTH = 32;

    /// CC measurement registers with an RTMR behind them; RTMR 0 has none.
    private static final Set<Long> REGISTERS = Set.of(1L, 2L, 3L, 4L);

    private final ChipCertificates chips;
    private final CryptoSuite crypto;

    private CsvVerifier(ChipCertificates chips, CryptoSuite crypto) {
        this.chips = chips;
        this.crypto = crypto;
    }

    /// A verifier set up as configured.
    ///
    /// @throws VerifierSetupException when a configured root can't be used
    public static CsvVerifier create(HygonConfig config, CryptoSuite crypto)
            throws VerifierSetupException {
        return new CsvVerifier(ChipCertificates.create(config, crypto), crypto);
    }

    @Override
    public Tee tee() {
        return Tee.CSV;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.13.
    private TeeClaims verified(JsonNode json, Expectations expected) throws RefusedException {
        JsonPlace root = JsonPlace.root(json, CODE);
        CsvReport report = CsvReport.parse(root.member("attestation_report"));
        String serial = serial(root.member("serial_number"));
        JsonPlace chain = root.member("cert_chain");
        ChipCertificates.Chip chip = chip(chain, serial);
        PlatformCertificate pek =
                PlatformCertificate.parse(
                        CertificateJson.platform(chain.member("pek")), Usage.PEK, crypto);
        if (!pek.isIssuedBy(chip.cek(), crypto)) {
            throw RefusedException.of(
                    "hygon-chain-invalid", "The PEK certificate is not issued by the CEK");
        }
        report.requireSignedByPlatform();
        if (!pek.key().signed(report.signed(), report.signature(), crypto)) {
            throw RefusedException.of(
                    "csv-signature-invalid", "The platform's key did not sign this report");
        }
        Optional<byte[]> reportData = expected.reportData();
        if (reportData.isPresent()
                && !crypto.constantTimeEquals(
                        Arrays.copyOf(reportData.get(), REPORT_DATA),
                        report.field(64, REPORT_DATA))) {
            throw RefusedException.of(
                    "report-data-mismatch", "REPORT_DATA is different from that in the report");
        }
        ObjectNode claims = CsvClaims.of(report, serial, chip.root());
        if (report.version() == 2) {
            eventLog(claims, report, root.optionalMember("cc_eventlog"));
        }
        return new TeeClaims(Tee.CSV, Tee.CSV.teeClass(), claims);
    }

    /// The chip's certificates of the evidence, or those that lie in a directory.
    private ChipCertificates.Chip chip(JsonPlace chain, String serial) throws RefusedException {
        Optional<JsonPlace> sent = chain.optionalMember("hsk_cek");
        return sent.isPresent()
                ? chips.verified(
                        CertificateJson.authority(sent.get().member("hsk")),
                        CertificateJson.platform(sent.get().member("cek")))
                : chips.find(Path.of(serial, "hsk_cek.cert"));
    }

    /// Letters and digits only: it becomes part of a path.
    private static String serial(JsonPlace place) throws RefusedException {
        byte[] bytes = place.byteArrayUpTo(SERIAL_LENGTH);
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        String serial = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        if (!SERIAL.matcher(serial).matches()) {
            throw place.refused("is not a serial number of letters and digits");
        }
        return serial;
    }

    private void eventLog(ObjectNode claims, CsvReport report, Optional<JsonPlace> member)
            throws RefusedException {
        if (member.isEmpty() || member.get().text().isEmpty()) {
            return;
        }
        EventLog log = EventLog.parse(member.get().base64UpTo(EventLog.MAX_LENGTH));
        for (int i = 1; i <= REGISTERS.size(); i++) {
            byte[] register = report.field(RTMRS + RTMR_LENGTH * i, RTMR_LENGTH);
            log.requireReplay(EventAlgorithm.SM3, i, register, crypto);
        }
        claims.set("uefi_event_logs", log.authenticated(EventAlgorithm.SM3, REGISTERS, crypto));
        ArrayNode others = log.unauthenticated(EventAlgorithm.SM3, REGISTERS, crypto);
        if (!others.isEmpty()) {
            claims.set("unauthenticated_event_logs", others);
        }
    }
}
