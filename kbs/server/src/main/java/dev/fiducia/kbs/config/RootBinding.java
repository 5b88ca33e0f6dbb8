package dev.fiducia.kbs.config;

import dev.fiducia.attestation.platform.PlatformRules;
import dev.fiducia.attestation.se.SeConfig;
import dev.fiducia.ha.cluster.ClusterSettings;

import java.util.List;
import java.util.Optional;

/// Reads the whole document, one table after the other.
final class RootBinding {
    private RootBinding() {}

    static FiduciaConfig bind(Section root, ConfigReader reader) {
        HttpServerConfig httpServer = HttpServerBinding.bind(root.table("http_server"));
        AdminConfig admin = AdminBinding.bind(root);
        AttestationTokenConfig token =
                AttestationTokenBinding.bind(root.table("attestation_token"));
        Section attestation = root.table("attestation_service");
        AttestationServiceConfig service = AttestationServiceBinding.bind(attestation);
        Section verifier = root.table("verifier");
        Section trustee = attestation.table("verifier_config");
        SnpVerifierConfig snp = VerifierBinding.bind(verifier, trustee);
        IntelVerifierConfig intel = VerifierBinding.intel(verifier.table("intel"), trustee);
        CollateralConfig collateral = CollateralBinding.bind(verifier.table("collateral"));
        PlatformRules platform = PlatformBinding.bind(verifier.table("platform"));
        TpmVerifierConfig tpm = VerifierBinding.tpm(verifier.table("tpm"));
        CcaVerifierConfig cca = CcaBinding.bind(verifier.table("cca"));
        NvidiaVerifierConfig nvidia =
                NvidiaBinding.bind(verifier.table("nvidia"), trustee.table("nvidia_verifier"));
        DpuVerifierConfig dpu =
                NvidiaBinding.dpu(
                        verifier.table("nvidia_dpu"), trustee.table("nvidia_dpu_verifier"));
        HygonVerifierConfig hygon = VerifierBinding.hygon(verifier.table("hygon"));
        Optional<SeConfig> se = SeBinding.bind(verifier.table("se"));
        StoreConfig store = StorageBinding.bind(root);
        Optional<ClusterSettings> cluster = ClusterBinding.bind(root.table("cluster"), store);
        List<PluginConfig> plugins = PluginsBinding.bind(root);
        InitdataConfig initdata = ServiceBinding.initdata(root.table("initdata"), admin);
        AdmissionConfig admission = ServiceBinding.admission(root.table("admission"));
        PolicyConfig policy = ServiceBinding.policy(root.table("policy"));
        CryptoConfig crypto = ServiceBinding.crypto(root.table("crypto"));
        LimitsConfig limits = ServiceBinding.limits(root.table("limits"));
        AuditConfig audit = AuditBinding.bind(root.table("audit"));
        ManagementConfig management = ServiceBinding.management(root.table("management"));
        return new FiduciaConfig(
                httpServer,
                admin,
                token,
                service,
                plugins,
                store,
                cluster,
                initdata,
                admission,
                policy,
                snp,
                intel,
                collateral,
                platform,
                tpm,
                cca,
                nvidia,
                dpu,
                hygon,
                se,
                crypto,
                limits,
                audit,
                management,
                reader.notes());
    }
}
