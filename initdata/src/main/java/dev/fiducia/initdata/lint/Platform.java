package dev.fiducia.initdata.lint;

import java.util.Arrays;
import java.util.Optional;

/// Where a document is meant to be used. Some rules judge by it; without any, they say what would
/// be wrong somewhere.
public enum Platform {
    SNP("snp", false, false),
    TDX("tdx", false, false),
    SGX("sgx", false, false),
    CCA("cca", false, false),
    SE("se", false, false),
    SAMPLE("sample", false, false),
    TPM("tpm", true, false),
    AZ_SNP_VTPM("az-snp-vtpm", true, true),
    AZ_TDX_VTPM("az-tdx-vtpm", true, true),
    /// Pod VMs of the cloud-api-adaptor, on whatever hardware.
    PEER_PODS("peer-pods", false, true);

    private final String wireName;
    private final boolean vtpm;
    private final boolean peerPods;

    Platform(String wireName, boolean vtpm, boolean peerPods) {
        this.wireName = wireName;
        this.vtpm = vtpm;
        this.peerPods = peerPods;
    }

    /// The name that users write: Trustee's name of the TEE, or `peer-pods`.
    public String wireName() {
        return wireName;
    }

    /// Whether evidence shows the document in PCR 8.
    public boolean isVtpm() {
        return vtpm;
    }

    /// Whether the document travels in user data of a cloud, next to files that nobody measures.
    public boolean isPeerPods() {
        return peerPods;
    }

    /// The platform with exactly this name.
    public static Optional<Platform> of(String wireName) {
        return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
    }
}
