package dev.fiducia.attestation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The kinds of trusted execution environment, by the names that the wire knows.
public enum Tee {
    SAMPLE("sample", "cpu"),
    SAMPLE_DEVICE("sampledevice", "gpu"),
    SNP("snp", "cpu"),
    TDX("tdx", "cpu"),
    SGX("sgx", "cpu"),
    AZ_SNP_VTPM("az-snp-vtpm", "cpu"),
    AZ_TDX_VTPM("az-tdx-vtpm", "cpu"),
    TPM("tpm", "cpu"),
    CCA("cca", "cpu"),
    CSV("csv", "cpu"),
    HYGON_DCU("hygondcu", "dcu"),
    SE("se", "cpu"),
    NVIDIA("nvidia", "gpu"),
    NVIDIA_DPU("nvidia-dpu", "nvidia-dpu");

    private static final Map<String, Tee> BY_NAME = byName();

    private final String wireName;
    private final String teeClass;

    Tee(String wireName, String teeClass) {
        this.wireName = wireName;
        this.teeClass = teeClass;
    }

    /// The name in requests, in claims and as the key of the claims in annotated evidence.
    public String wireName() {
        return wireName;
    }

    /// The class that names submodules (`cpu0`) and selects policies (`default_cpu`).
    ///
    /// A verifier of several devices may report other classes: [TeeClaims#teeClass()] decides.
    public String teeClass() {
        return teeClass;
    }

    /// The TEE of a wire name or one of its aliases, exact in case; empty if there is none.
    public static Optional<Tee> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    @Override
    public String toString() {
        return wireName;
    }

    private static Map<String, Tee> byName() {
        Map<String, Tee> names = new HashMap<>();
        for (Tee tee : values()) {
            names.put(tee.wireName, tee);
        }
        // Releases of the guest library have spelled this one in three ways.
        names.put("nvidiadpu", NVIDIA_DPU);
        names.put("dpu", NVIDIA_DPU);
        return Map.copyOf(names);
    }
}
