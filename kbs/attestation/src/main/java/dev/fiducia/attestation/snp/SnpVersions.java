package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.evidence.RefusedException;

/// Which versions of the report's layout are read, and what is said of the others.
final class SnpVersions {

    /// The first layout; it lacks CPUID, so nothing says which processor made the report.
    static final int OLDEST = 2;

    static final int FIRST_WITH_CPUID = 3;
    static final int FIRST_WITH_MIT_VECTORS = 5;
    static final int NEWEST = 5;

    private SnpVersions() {}

    static RefusedException tooOld() {
        return RefusedException.at(
                "snp-version-unsupported",
                "Attestation Report version is too old. Please update your firmware.",
                SnpReport.at(SnpReport.VERSION));
    }

    static RefusedException unknown(long version) {
        return RefusedException.at(
                "snp-version-unsupported",
                "Unexpected attestation report version "
                        + version
                        + ": versions 3 to "
                        + NEWEST
                        + " are known",
                SnpReport.at(SnpReport.VERSION));
    }
}
