package dev.fiducia.attestation.snp;

/// The two kinds of endorsement key that sign reports.
public enum VekType {
    /// Derived from the chip and its firmware level.
    VCEK("SEV-VCEK", "SEV-"),
    /// Loaded by a cloud provider, one for many chips.
    VLEK("SEV-VLEK", "SEV-VLEK-");

    private final String commonName;
    private final String issuerPrefix;

    VekType(String commonName, String issuerPrefix) {
        this.commonName = commonName;
        this.issuerPrefix = issuerPrefix;
    }

    /// The subject's common name of such a certificate.
    public String commonName() {
        return commonName;
    }

    /// The common name of the intermediate that issues such certificates for a product.
    public String issuerCommonName(SnpProduct product) {
        return issuerPrefix + product.label();
    }
}
