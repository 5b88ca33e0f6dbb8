package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// QE identity of version 2: which quoting enclave is Intel's, and the levels it may be at.
@SuppressWarnings("ArrayRecordComponent") // within this package, never changed nor compared
record QeIdentity(
        DcapQuote.Kind kind,
        Instant issueDate,
        Instant nextUpdate,
        long evaluationNumber,
        byte[] miscSelect,
        byte[] miscSelectMask,
        byte[] attributes,
        byte[] attributesMask,
        byte[] mrSigner,
        int isvProdId,
        List<EnclaveLevel> levels) {

    private static final int VERSION = 2;

    static QeIdentity parse(JsonPlace json) throws RefusedException {
        if (json.member("version").unsigned(0xFFFF) != VERSION) {
            throw json.member("version").refused("is not " + VERSION);
        }
        DcapQuote.Kind kind =
                switch (json.member("id").text()) {
                    case "TD_QE" -> DcapQuote.Kind.TDX;
                    case "QE" -> DcapQuote.Kind.SGX;
                    default -> throw json.member("id").refused("is neither TD_QE nor QE");
                };
        return new QeIdentity(
                kind,
                TcbLevel.time(json.member("issueDate")),
                TcbLevel.time(json.member("nextUpdate")),
                json.member("tcbEvaluationDataNumber").unsigned(Integer.MAX_VALUE),
                TcbInfo.exactly(json.member("miscselect"), 4),
                TcbInfo.exactly(json.member("miscselectMask"), 4),
                TcbInfo.exactly(json.member("attributes"), 16),
                TcbInfo.exactly(json.member("attributesMask"), 16),
                TcbInfo.exactly(json.member("mrsigner"), 32),
                (int) json.member("isvprodid").unsigned(0xFFFF),
                EnclaveLevel.parse(json.member("tcbLevels")));
    }

    /// Whether a report is of this enclave. The masks say which bits count.
    boolean matches(ReportBody report) {
        return masked(report.value(ReportBody.MISC_SELECT), miscSelectMask, miscSelect)
                && masked(report.value(ReportBody.ATTRIBUTES), attributesMask, attributes)
                && Arrays.equals(report.value(ReportBody.MR_SIGNER), mrSigner)
                && report.u16(ReportBody.ISV_PROD_ID) == isvProdId;
    }

    private static boolean masked(byte[] value, byte[] mask, byte[] expected) {
        for (int i = 0; i < value.length; i++) {
            if ((value[i] & mask[i]) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
