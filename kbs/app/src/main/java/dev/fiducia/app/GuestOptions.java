package dev.fiducia.app;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// What a guest is: its hardware, its initdata, and the service that it talks to.
final class GuestOptions {
    /// The hardware that a guest can play.
    enum GuestTee {
        /// Evidence without any hardware behind it.
        SAMPLE("sample"),
        /// SEV-SNP under a root of its own.
        SNP_SIM("snp-sim"),
        /// A confidential VM of Azure, with a vTPM, on such a processor.
        AZ_SNP_VTPM_SIM("az-snp-vtpm-sim"),
        /// TDX under a root of its own.
        TDX_SIM("tdx-sim"),
        /// A confidential VM of Azure, with a vTPM, on such a platform.
        AZ_TDX_VTPM_SIM("az-tdx-vtpm-sim"),
        /// A machine with a TPM.
        TPM_SIM("tpm-sim"),
        /// A realm on an Arm CCA platform.
        CCA_SIM("cca-sim"),
        /// An SGX enclave on the platform of TDX.
        SGX_SIM("sgx-sim"),
        /// A guest in Secure Execution on a machine of IBM Z.
        SE_SIM("se-sim");

        private final String word;

        GuestTee(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /// Devices that a guest can bring along.
    enum GuestDevice {
        /// Evidence without any device behind it.
        SAMPLE("sample"),
        /// A GPU of NVIDIA's under a root of its own.
        NVIDIA_SIM("nvidia-sim");

        private final String word;

        GuestDevice(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    @Mixin private ServiceOptions service;

    @Option(
            names = "--tee",
            required = true,
            converter = GuestTeeConverter.class,
            paramLabel =
                    "sample|snp-sim|az-snp-vtpm-sim|tdx-sim|az-tdx-vtpm-sim|tpm-sim|"
                            + "cca-sim|sgx-sim|se-sim")
    private GuestTee tee;

    @Option(
            names = "--device",
            converter = GuestDeviceConverter.class,
            paramLabel = "sample|nvidia-sim",
            description = "A device whose evidence goes along.")
    private @Nullable GuestDevice device;

    @Option(
            names = "--initdata",
            paramLabel = "FILE",
            description = "The document that the VM was started with.")
    private @Nullable Path initdata;

    @Option(
            names = "--no-send-initdata",
            description = "Bind the initdata in hardware, but don't send its text (peer pods).")
    private boolean keepsInitdata;

    @Option(
            names = "--simulator",
            defaultValue = "${env:FIDUCIA_SIMULATOR:-fiducia-simulator}",
            paramLabel = "DIR",
            description =
                    "Keys of the simulated processor, made when absent (FIDUCIA_SIMULATOR;"
                            + " default: ${DEFAULT-VALUE}). roots.pem in it is what a service has"
                            + " to name in verifier.snp.extra_roots. For TDX and SGX that is intel/root.pem in"
                            + " verifier.intel.extra_roots, and intel/collateral in"
                            + " verifier.intel.collateral; for a TPM tpm/ak.pem in"
                            + " verifier.tpm.trusted_aks; for CCA cca/tastore.json in"
                            + " verifier.cca.trust_anchors; for Secure Execution the files in se in"
                            + " verifier.se; for the GPU nvidia/root.pem in"
                            + " verifier.nvidia.extra_roots.")
    private Path simulator;

    URI url() {
        return service.url();
    }

    Optional<Path> certificates() {
        return service.certificates();
    }

    GuestTee tee() {
        return tee;
    }

    Optional<GuestDevice> device() {
        return Optional.ofNullable(device);
    }

    Optional<Path> initdata() {
        return Optional.ofNullable(initdata);
    }

    boolean sendsInitdata() {
        return !keepsInitdata;
    }

    Path simulator() {
        return simulator;
    }
}
