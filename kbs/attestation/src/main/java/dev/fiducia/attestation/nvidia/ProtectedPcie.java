package dev.fiducia.attestation.nvidia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether verified devices are one complete machine in protected PCIe mode: eight GPUs and four
/// switches, each of which names all of its peers on the other side, and no stranger among them.
final class ProtectedPcie {

    private static final int GPUS = 8;
    private static final int SWITCHES = 4;
    private static final String DISABLED = "0000000000000000";

    private ProtectedPcie() {}

    /// The claims of the set, empty when it isn't complete.
    static Optional<ObjectNode> of(List<VerifiedDevice> devices) {
        if (devices.size() != GPUS + SWITCHES) {
            return Optional.empty();
        }
        Set<String> switches = new HashSet<>();
        Set<String> seenByGpus = new HashSet<>();
        Set<String> seenBySwitches = new HashSet<>();
        int gpuCount = 0;
        for (VerifiedDevice device : devices) {
            JsonNode claims = device.claims();
            if (device.architecture().teeClass().equals("gpu")) {
                gpuCount++;
                List<String> peers = texts(claims.path("x-nvidia-gpu-switch-pdis"));
                if (peers.size() != SWITCHES || peers.contains(DISABLED)) {
                    return Optional.empty();
                }
                seenByGpus.addAll(peers);
            } else {
                String own = claims.path("x-nvidia-switch-pdi").asText();
                List<String> peers = texts(claims.path("x-nvidia-switch-gpu-pdis"));
                if (own.isEmpty() || own.equals(DISABLED) || peers.size() != GPUS) {
                    return Optional.empty();
                }
                switches.add(own);
                seenBySwitches.addAll(peers);
            }
        }
        boolean isComplete =
                gpuCount == GPUS
                        && switches.size() == SWITCHES
                        && seenByGpus.equals(switches)
                        && seenBySwitches.size() == GPUS
                        && !seenBySwitches.contains(DISABLED);
        return isComplete
                ? Optional.of(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("switch_count", SWITCHES)
                                .put("gpu_count", GPUS))
                : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(entry -> texts.add(entry.asText()));
        return texts;
    }
}
