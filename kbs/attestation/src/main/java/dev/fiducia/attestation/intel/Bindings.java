package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.util.Arrays;
import java.util.Optional;

/// Compares what a report is bound to with what it has to be; an absent expectation is not checked.
final class Bindings {

    private final CryptoSuite crypto;

    Bindings(CryptoSuite crypto) {
        this.crypto = crypto;
    }

    void reportData(ReportBody body, Optional<byte[]> expected) throws RefusedException {
        if (expected.isPresent() && !matches(expected.get(), body.value(body.reportData()))) {
            throw RefusedException.of(
                    "report-data-mismatch", "REPORT_DATA is different from that in the quote");
        }
    }

    void initdata(ReportBody body, ReportBody.Field field, String name, Optional<byte[]> expected)
            throws RefusedException {
        if (expected.isPresent() && !matches(expected.get(), body.value(field))) {
            throw RefusedException.of(
                    "init-data-mismatch", name + " is different from that in the quote");
        }
    }

    /// A shorter value is padded with zeros to the field's length, a longer one is cut.
    private boolean matches(byte[] expected, byte[] field) {
        return crypto.constantTimeEquals(Arrays.copyOf(expected, field.length), field);
    }
}
