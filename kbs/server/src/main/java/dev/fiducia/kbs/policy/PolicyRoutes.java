package dev.fiducia.kbs.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.appraisal.AttestationPolicies;
import dev.fiducia.attestation.appraisal.PolicyUpload;
import dev.fiducia.ha.seal.Sha256;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.decision.Unrecorded;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Problem;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/// `/kbs/v0/resource-policy`, `/kbs/v0/attestation-policy`, and `/api/v1/policies` to read them
/// back. For administrators alone.
public final class PolicyRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyRoutes.class);
    private static final String RESOURCE = "resource-policy";
    private static final String ATTESTATION = "attestation-policy";

    private final ResourcePolicy resourcePolicy;
    private final AttestationPolicies attestationPolicies;
    private final Decisions decisions;

    private PolicyRoutes(
            ResourcePolicy resourcePolicy,
            AttestationPolicies attestationPolicies,
            Decisions decisions) {
        this.resourcePolicy = resourcePolicy;
        this.attestationPolicies = attestationPolicies;
        this.decisions = decisions;
    }

    /// @param decisions has every change on record before it is made
    public static RouteContribution of(
            ResourcePolicy resourcePolicy,
            AttestationPolicies attestationPolicies,
            Decisions decisions,
            AdminGate gate) {
        PolicyRoutes routes = new PolicyRoutes(resourcePolicy, attestationPolicies, decisions);
        return RouteContribution.of(
                "policies",
                Route.post(
                        "/kbs/v0/resource-policy/*",
                        Workload.BLOCKING,
                        gate.kbs(RESOURCE, routes::setResourcePolicy)),
                Route.get(
                        "/kbs/v0/resource-policy/*",
                        Workload.BLOCKING,
                        gate.kbs(RESOURCE, (_, _) -> resourcePolicyIds())),
                Route.post(
                        "/kbs/v0/attestation-policy/*",
                        Workload.BLOCKING,
                        gate.kbs(ATTESTATION, routes::setAttestationPolicy)),
                Route.get(
                        "/api/v1/policies/*",
                        Workload.BLOCKING,
                        gate.api((r, _) -> routes.show(r))));
    }

    private static Response resourcePolicyIds() {
        return Response.json(200, JsonNodeFactory.instance.arrayNode().add(RESOURCE));
    }

    private Response setResourcePolicy(Request request, AdminIdentity who) {
        return switch (PolicyMessage.parse(request.body())) {
            case PolicyMessage.Unreadable(String reason) ->
                    KbsError.of(
                                    KbsError.Type.PARSE_POLICY_ERROR,
                                    "policy-unreadable",
                                    "Failed to parse policy: " + reason)
                            .response(request.id());
            case PolicyMessage.Read(JsonNode _, String text) ->
                    answer(
                            request,
                            who,
                            RESOURCE,
                            text,
                            () -> resourcePolicy.set(text),
                            KbsError.Type.POLICY_ENGINE_ERROR,
                            "Policy engine error: ");
        };
    }

    private Response setAttestationPolicy(Request request, AdminIdentity who) {
        String failed = "Attestation error: Set Attestation Policy failed: ";
        return switch (PolicyMessage.parse(request.body())) {
            case PolicyMessage.Unreadable(String reason) ->
                    attestationError(request, "policy-unreadable", failed + reason);
            case PolicyMessage.Read(JsonNode message, String text) -> {
                JsonNode id = message.path("policy_id");
                yield id.isTextual()
                        ? answer(
                                request,
                                who,
                                id.textValue(),
                                text,
                                () -> attestationPolicies.set(id.textValue(), text),
                                KbsError.Type.ATTESTATION_ERROR,
                                failed)
                        : attestationError(
                                request,
                                "policy-unreadable",
                                failed + "`policy_id` must be a string, such as default_cpu");
            }
        };
    }

    private static Response attestationError(Request request, String code, String detail) {
        return KbsError.of(KbsError.Type.ATTESTATION_ERROR, code, detail).response(request.id());
    }

    private Response answer(
            Request request,
            AdminIdentity who,
            String id,
            String text,
            Supplier<PolicyUpload> upload,
            KbsError.Type type,
            String prefix) {
        Facts facts =
                Facts.of("policy.set", who.name(), id)
                        .with("outcome", "requested")
                        .with(
                                "digest",
                                "sha256:" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)))
                        .with(request);
        if (decisions.grant(facts) instanceof Decisions.Recorded.Off(Unrecorded why)) {
            return why.response(request, type);
        }
        return switch (upload.get()) {
            case PolicyUpload.Stored stored -> {
                LOG.atInfo()
                        .addKeyValue("request", request.id())
                        .addKeyValue("by", who.subject().orElse(who.role()))
                        .addKeyValue("warnings", stored.warnings().size())
                        .log("policy {} set", id);
                yield Response.empty(200);
            }
            case PolicyUpload.Rejected(Refusal refusal) ->
                    KbsError.of(type, refusal.code(), prefix + refusal.message())
                            .response(request.id());
        };
    }

    private Response list() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode policies = answer.putArray("policies");
        policies.addObject().put("id", RESOURCE).put("kind", "resource");
        for (String id : attestationPolicies.list()) {
            policies.addObject().put("id", id).put("kind", "attestation");
        }
        return Response.json(200, answer);
    }

    private Response show(Request request) {
        if (request.rest().isEmpty()) {
            return list();
        }
        String id = String.join("/", request.rest());
        Optional<String> text =
                id.equals(RESOURCE)
                        ? Optional.of(resourcePolicy.text())
                        : attestationPolicies.get(id);
        return text.map(rego ->
                        Response.json(
                                200,
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("id", id)
                                        .put("text", rego)))
                .orElseGet(() ->
                        new Problem(
                                        404,
                                        "policy-unknown",
                                        "No such policy",
                                        "there is no policy of this id; GET"
                                                + " /api/v1/policies lists them")
                                .response(request.id()));
    }
}
