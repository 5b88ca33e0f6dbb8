package dev.fiducia.app;

import dev.fiducia.attestation.simulator.SimulatedCca;
import dev.fiducia.attestation.simulator.SimulatedGpu;
import dev.fiducia.attestation.simulator.SimulatedSe;
import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.attestation.simulator.SimulatedTdx;
import dev.fiducia.attestation.simulator.SimulatedTpm;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.Attester;
import dev.fiducia.guest.SimulatedAzureSnpAttester;
import dev.fiducia.guest.SimulatedSnpAttester;
import dev.fiducia.initdata.InitdataDocument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A simulated processor that outlives one command: its keys lie in a folder, with `roots.pem`,
/// which a service has to name before it believes a word.
record SimulatedHardware(SimulatedSnp processor, Path roots) {
    static SimulatedHardware at(Path folder, CryptoSuite crypto) {
        try {
            SimulatedSnp processor = SimulatedSnp.openOrCreate(folder, Instant.now(), crypto);
            Path roots = folder.resolve("roots.pem");
            if (!Files.exists(roots)) {
                Files.writeString(roots, processor.rootsPem());
            }
            return new SimulatedHardware(processor, roots);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "the simulated processor in " + folder + " is not usable: " + e.getMessage());
        }
    }

    /// The TDX platform whose keys lie in `intel` beneath the folder, with `root.pem` and
    /// `collateral`, which a service has to name.
    static SimulatedTdx tdx(Path folder, CryptoSuite crypto) {
        try {
            return SimulatedTdx.openOrCreate(folder.resolve("intel"), Instant.now(), crypto);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "the simulated platform in " + folder + " is not usable: " + e.getMessage());
        }
    }

    /// A machine whose TPM's attestation key lies in `tpm` beneath the folder, with `ak.pem`, which
    /// a service has to name.
    static SimulatedTpm tpm(Path folder, CryptoSuite crypto) {
        try {
            return SimulatedTpm.bootWithKeyIn(folder.resolve("tpm"), crypto);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "the simulated TPM in " + folder + " is not usable: " + e.getMessage());
        }
    }

    /// The CCA platform whose key lies in `cca` beneath the folder, with `tastore.json`, which a
    /// service has to name.
    static SimulatedCca cca(Path folder, CryptoSuite crypto) {
        try {
            return SimulatedCca.openOrCreate(folder.resolve("cca"), crypto);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "the simulated platform in " + folder + " is not usable: " + e.getMessage());
        }
    }

    /// The machine of IBM Z whose host key lies in `se` beneath the folder, with all that a service
    /// has to name.
    static SimulatedSe se(Path folder, CryptoSuite crypto) {
        try {
            return SimulatedSe.openOrCreate(folder.resolve("se"), Instant.now(), crypto);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "the simulated machine in " + folder + " is not usable: " + e.getMessage());
        }
    }

    /// The GPU whose key lies in `nvidia` beneath the folder, with `root.pem`, which a service has
    /// to name.
    static SimulatedGpu gpu(Path folder, CryptoSuite crypto) {
        try {
            return SimulatedGpu.openOrCreate(folder.resolve("nvidia"), Instant.now(), crypto);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "the simulated GPU in " + folder + " is not usable: " + e.getMessage());
        }
    }

    Attester attester(Optional<InitdataDocument> initdata) {
        return new SimulatedSnpAttester(processor, initdata.map(InitdataDocument::digest));
    }

    Attester azureAttester(Optional<InitdataDocument> initdata, CryptoSuite crypto) {
        return new SimulatedAzureSnpAttester(
                processor, initdata.map(InitdataDocument::digest), crypto);
    }
}
