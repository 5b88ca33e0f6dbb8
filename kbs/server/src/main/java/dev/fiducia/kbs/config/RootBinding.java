package dev.fiducia.kbs.config;

import java.util.List;

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
        SnpVerifierConfig snp = VerifierBinding.bind(verifier, attestation);
        IntelVerifierConfig intel = VerifierBinding.intel(verifier.table("intel"));
        TpmVerifierConfig tpm = VerifierBinding.tpm(verifier.table("tpm"));
        StoreConfig store = StorageBinding.bind(root);
        List<PluginConfig> plugins = PluginsBinding.bind(root);
        InitdataConfig initdata = ServiceBinding.initdata(root.table("initdata"));
        AdmissionConfig admission = ServiceBinding.admission(root.table("admission"));
        PolicyConfig policy = ServiceBinding.policy(root.table("policy"));
        CryptoConfig crypto = ServiceBinding.crypto(root.table("crypto"));
        LimitsConfig limits = ServiceBinding.limits(root.table("limits"));
        ManagementConfig management = ServiceBinding.management(root.table("management"));
        return new FiduciaConfig(
                httpServer,
                admin,
                token,
                service,
                plugins,
                store,
                initdata,
                admission,
                policy,
                snp,
                intel,
                tpm,
                crypto,
                limits,
                management,
                reader.notes());
    }
}
