package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.simulator.SimulatedGpu;

/// A simulated GPU, an additional device. A service accepts it only where its configuration names
/// the simulated root.
public final class SimulatedGpuAttester implements Attester {

    private final SimulatedGpu gpu;

    public SimulatedGpuAttester(SimulatedGpu gpu) {
        this.gpu = gpu;
    }

    @Override
    public Tee tee() {
        return Tee.NVIDIA;
    }

    @Override
    public JsonNode evidence(byte[] reportData) {
        return gpu.report().nonce(reportData).evidence();
    }
}
