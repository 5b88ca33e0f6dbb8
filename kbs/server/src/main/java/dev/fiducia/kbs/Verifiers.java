package dev.fiducia.kbs;

import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.azure.AzSnpVtpmVerifier;
import dev.fiducia.attestation.azure.AzTdxVtpmVerifier;
import dev.fiducia.attestation.cca.CcaVerifier;
import dev.fiducia.attestation.hygon.CsvVerifier;
import dev.fiducia.attestation.hygon.DcuVerifier;
import dev.fiducia.attestation.hygon.HygonConfig;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.SgxVerifier;
import dev.fiducia.attestation.intel.TdxVerifier;
import dev.fiducia.attestation.nvidia.DpuConfig;
import dev.fiducia.attestation.nvidia.DpuVerifier;
import dev.fiducia.attestation.nvidia.NvidiaConfig;
import dev.fiducia.attestation.nvidia.NvidiaVerifier;
import dev.fiducia.attestation.sample.SampleDeviceVerifier;
import dev.fiducia.attestation.sample.SampleVerifier;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.attestation.tpm.TpmVerifier;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.NvidiaVerifierConfig;
import dev.fiducia.kbs.config.SnpVerifierConfig;

import java.time.InstantSource;
import java.util.List;

/// The verifiers of every TEE that the service understands, as configured.
final class Verifiers {

    private Verifiers() {}

    static List<Verifier> of(FiduciaConfig config, CryptoSuite crypto, InstantSource clock)
            throws VerifierSetupException {
        SnpConfig snp = snp(config.snp());
        IntelConfig intel =
                new IntelConfig(config.intel().collateral(), config.intel().extraRoots());
        HygonConfig hygon =
                new HygonConfig(config.hygon().certificates(), config.hygon().extraRoots());
        return List.of(
                SnpVerifier.create(snp, crypto, clock),
                AzSnpVtpmVerifier.create(snp, crypto, clock),
                TdxVerifier.create(intel, crypto, clock),
                AzTdxVtpmVerifier.create(intel, crypto, clock),
                SgxVerifier.create(intel, crypto, clock),
                TpmVerifier.create(config.tpm().trustedAks(), crypto),
                CcaVerifier.create(config.cca().trustAnchors(), crypto),
                NvidiaVerifier.create(nvidia(config.nvidia()), crypto, clock),
                CsvVerifier.create(hygon, crypto),
                DcuVerifier.create(hygon, crypto),
                DpuVerifier.create(
                        new DpuConfig(config.dpu().roots(), config.dpu().maxAge()), crypto, clock),
                new SampleVerifier(),
                new SampleDeviceVerifier());
    }

    private static NvidiaConfig nvidia(NvidiaVerifierConfig config) {
        return config.service()
                .<NvidiaConfig>map(NvidiaConfig.Remote::at)
                .orElseGet(() -> new NvidiaConfig.Local(config.extraRoots()));
    }

    private static SnpConfig snp(SnpVerifierConfig config) {
        List<SnpConfig.Source> sources =
                config.vcekSources().stream()
                        .<SnpConfig.Source>map(source ->
                                switch (source) {
                                    case SnpVerifierConfig.VcekSource.Kds(var base) ->
                                            SnpConfig.Source.Kds.at(base);
                                    case SnpVerifierConfig.VcekSource.OfflineStore(var path) ->
                                            new SnpConfig.Source.OfflineStore(path);
                                })
                        .toList();
        return new SnpConfig(sources, config.extraRoots());
    }
}
