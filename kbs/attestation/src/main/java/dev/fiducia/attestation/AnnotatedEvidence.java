package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataClaims;
import dev.fiducia.initdata.InitdataDocument;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Arranges a verifier's claims as policies and tokens know them: the two bound values with what
/// they stand for on top, the rest below the TEE's name, members in lexical order.
///
/// Besides Trustee's members there is `initdata`: see [BoundInitdata].
final class AnnotatedEvidence {
    private static final String INIT_DATA = "init_data";
    private static final String REPORT_DATA = "report_data";
    private static final String INITDATA = "initdata";
    private static final String CPU = "cpu";

    private final BoundInitdata bound;

    AnnotatedEvidence(InitdataBindings bindings) {
        this.bound = new BoundInitdata(bindings);
    }

    sealed interface Result {
        record Arranged(ObjectNode evidence) implements Result {}

        record Malformed(Refusal refusal) implements Result {}
    }

    /// @param runtimeClaims the runtime data that the evidence was checked against
    /// @param initdata the initdata that it was checked against; empty if there was none
    Result arrange(
            TeeClaims verified, ObjectNode runtimeClaims, Optional<InitdataDocument> initdata) {
        ObjectNode rest = verified.claims().deepCopy();
        @Nullable JsonNode initData = rest.remove(INIT_DATA);
        @Nullable JsonNode reportData = rest.remove(REPORT_DATA);
        if ((initData != null && !initData.isTextual())
                || (reportData != null && !reportData.isTextual())) {
            return new Result.Malformed(
                    Refusal.of(
                            "claims-malformed",
                            "the verifier of "
                                    + verified.tee()
                                    + " gave a bound value that is no string"));
        }
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        if (initData != null) {
            evidence.set(INIT_DATA, initData);
            evidence.set(
                    "init_data_claims",
                    initdata.<JsonNode>map(InitdataClaims::of).orElse(NullNode.instance));
        }
        if (reportData != null) {
            evidence.set(REPORT_DATA, reportData);
            evidence.set("runtime_data_claims", runtimeClaims);
        }
        if (initData != null) {
            String claim = initData.textValue();
            evidence.set(
                    INITDATA,
                    initdata.map(document -> bound.of(verified.tee(), claim, document))
                            .orElseGet(() -> bound.of(verified.tee(), claim)));
        } else if (verified.teeClass().equals(CPU)) {
            evidence.set(INITDATA, BoundInitdata.unbound());
        }
        evidence.set(verified.tee().wireName(), rest);
        return new Result.Arranged((ObjectNode) sorted(evidence));
    }

    private static JsonNode sorted(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                Map<String, JsonNode> members = new TreeMap<>();
                object.properties()
                        .forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
                ObjectNode ordered = JsonNodeFactory.instance.objectNode();
                ordered.setAll(members);
                yield ordered;
            }
            case ArrayNode array -> {
                ArrayNode ordered = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(element -> ordered.add(sorted(element)));
                yield ordered;
            }
            default -> node;
        };
    }
}
