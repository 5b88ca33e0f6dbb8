package dev.fiducia.attestation.platform;

import java.util.Locale;

/// Which of the levels in an SNP report.
public enum TcbKind {
    /// What the report's key was derived for.
    REPORTED,
    /// Below which the platform can't go back: without it, older firmware can be loaded after the
    /// report was made.
    COMMITTED,
    /// What ran when the guest started.
    LAUNCH;

    /// The claim of one part: `committed_tcb_snp`.
    String claim(String part) {
        return name().toLowerCase(Locale.ROOT) + "_tcb_" + part;
    }
}
