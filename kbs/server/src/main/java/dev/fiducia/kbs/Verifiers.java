package dev.fiducia.kbs;

import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.azure.AzSnpVtpmVerifier;
import dev.fiducia.attestation.azure.AzTdxVtpmVerifier;
import dev.fiducia.attestation.cca.CcaVerifier;
import dev.fiducia.attestation.collateral.CollateralService;
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
import dev.fiducia.attestation.platform.PlatformTrustVerifier;
import dev.fiducia.attestation.sample.SampleDeviceVerifier;
import dev.fiducia.attestation.sample.SampleVerifier;
import dev.fiducia.attestation.se.SeVerifier;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.attestation.tpm.TpmVerifier;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.kbs.config.CcaVerifierConfig;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.NvidiaVerifierConfig;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The verifiers of every TEE that the service understands, as configured. Secure Execution is one
/// of them only where the configuration names host keys.
final class Verifiers {

    private Verifiers() {}

    static List<Verifier> of(
            FiduciaConfig config,
            KeyRing ring,
            CollateralService collateral,
            CryptoSuite crypto,
            InstantSource clock)
            throws VerifierSetupException {
        SnpConfig snp =
                new SnpConfig(
                        List.of(),
                        config.snp().extraRoots(),
                        config.snp().revocations(),
                        Optional.of(collateral));
        IntelConfig intel =
                new IntelConfig(List.of(), config.intel().extraRoots(), Optional.of(collateral));
        HygonConfig hygon =
                new HygonConfig(config.hygon().certificates(), config.hygon().extraRoots());
        List<Verifier> verifiers =
                new ArrayList<>(
                        List.of(
                                SnpVerifier.create(snp, crypto, clock),
                                AzSnpVtpmVerifier.create(snp, crypto, clock),
                                TdxVerifier.create(intel, crypto, clock),
                                AzTdxVtpmVerifier.create(intel, crypto, clock),
                                SgxVerifier.create(intel, crypto, clock),
                                TpmVerifier.create(config.tpm().trustedAks(), crypto),
                                cca(config.cca(), crypto, clock),
                                NvidiaVerifier.create(nvidia(config.nvidia()), crypto, clock),
                                CsvVerifier.create(hygon, crypto),
                                DcuVerifier.create(hygon, crypto),
                                DpuVerifier.create(
                                        new DpuConfig(config.dpu().roots(), config.dpu().maxAge()),
                                        crypto,
                                        clock),
                                new SampleVerifier(),
                                new SampleDeviceVerifier()));
        if (config.se().isPresent()) {
            verifiers.add(SeVerifier.create(config.se().get(), ring, crypto, clock));
        }
        return PlatformTrustVerifier.all(verifiers, config.platform());
    }

    private static CcaVerifier cca(
            CcaVerifierConfig config, CryptoSuite crypto, InstantSource clock)
            throws VerifierSetupException {
        return config.veraison().isPresent()
                ? CcaVerifier.remote(config.veraison().get(), config.unknownRealms(), crypto, clock)
                : CcaVerifier.create(config.trustAnchors(), crypto);
    }

    private static NvidiaConfig nvidia(NvidiaVerifierConfig config) {
        return config.service()
                .<NvidiaConfig>map(NvidiaConfig.Remote::at)
                .orElseGet(() -> new NvidiaConfig.Local(config.extraRoots()));
    }
}
