package dev.fiducia.kbs.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The manifests in `deploy/` speak of the same label and paths as the code.
class DeployManifestsTest {
    private static final Path FILE = Path.of("../../deploy/admission/webhooks.yaml");

    @Test
    void webhooksFailClosedAndCallTheRoutesThatThereAre() throws Exception {
        List<RegoValue> documents = RegoYaml.parseAll(Files.readString(FILE), JsonLimits.DEFAULT);
        assertThat(documents).hasSize(2);
        for (RegoValue document : documents) {
            Map<?, ?> hook =
                    (Map<?, ?>) ((List<?>) member(document.toJava(), "webhooks")).getFirst();
            assertThat(hook.get("failurePolicy")).isEqualTo("Fail");
            assertThat(hook.get("sideEffects")).isEqualTo("None");
            assertThat(String.valueOf(member(hook.get("clientConfig"), "url")))
                    .matches(
                            "https://[^/]+("
                                    + AdmissionRoutes.VALIDATE
                                    + "|"
                                    + AdmissionRoutes.MUTATE
                                    + ")");
        }
        assertThat(Files.readString(FILE)).contains("key: " + Pod.LABEL);
    }

    private static Object member(@Nullable Object map, String name) {
        return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(map)).get(name));
    }
}
