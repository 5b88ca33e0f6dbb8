package dev.fiducia.kbs.attested;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.AttestationOutcome;
import dev.fiducia.attestation.Refusal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One attestation, as far as it is remembered: nothing of evidence, token or keys.
///
/// @param tee the wire name of the TEE that the guest said it runs in
/// @param outcome `refused`, or the worst status of the token's submodules, such as `affirming`
/// @param code why it was refused; empty when it was not
/// @param document the id of the registered document that the hardware of `cpu0` is bound to
/// @param state what the registry said of it, such as `active` or `unregistered`
record Attempt(
        Instant at,
        String tee,
        String outcome,
        Optional<String> code,
        Optional<String> document,
        Optional<String> state) {
    private static final List<String> WORST_FIRST =
            List.of("contraindicated", "warning", "none", "affirming");

    static Attempt of(Instant at, String tee, AttestationOutcome outcome) {
        return switch (outcome) {
            case AttestationOutcome.Refused(Refusal refusal) ->
                    new Attempt(
                            at,
                            tee,
                            "refused",
                            Optional.of(refusal.code()),
                            Optional.empty(),
                            Optional.empty());
            case AttestationOutcome.Attested attested -> of(at, tee, attested.claims());
        };
    }

    private static Attempt of(Instant at, String tee, JsonNode claims) {
        JsonNode submodules = claims.path("submods");
        JsonNode initdata =
                submodules.path("cpu0").path("ear.veraison.annotated-evidence").path("initdata");
        return new Attempt(
                at,
                tee,
                worst(submodules),
                Optional.empty(),
                Optional.ofNullable(initdata.path("id").textValue()),
                Optional.ofNullable(initdata.path("state").textValue()));
    }

    private static String worst(JsonNode submodules) {
        List<String> found =
                submodules.valueStream().map(each -> each.path("ear.status").asText()).toList();
        return WORST_FIRST.stream().filter(found::contains).findFirst().orElse("none");
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", at.toString()).put("tee", tee).put("outcome", outcome);
        code.ifPresent(why -> json.put("code", why));
        state.ifPresent(known -> json.put("state", known));
        return json;
    }
}
