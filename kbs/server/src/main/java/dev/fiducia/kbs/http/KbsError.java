package dev.fiducia.kbs.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// An error of the KBS protocol. Clients tell errors apart by status and need the two string
/// members `type` and `detail`; ours follow them: a stable `code`, `retryable`, the request's id,
/// and the id under which the audit log has the decision.
///
/// @param type the protocol's variant
/// @param code our own stable name of the reason, `kebab-case`
/// @param detail one sentence for a person; never a secret, token, key or evidence
/// @param retryable whether the same request may succeed later without anyone changing anything
public record KbsError(Type type, String code, String detail, boolean retryable) {
    private static final String NAMESPACE =
            "https://github.com/confidential-containers/kbs/errors/";

    public static KbsError of(Type type, String code, String detail) {
        return new KbsError(type, code, detail, false);
    }

    public static KbsError retryable(Type type, String code, String detail) {
        return new KbsError(type, code, detail, true);
    }

    /// The answer with the status that clients depend on: 404 for a path that names nothing, else
    /// 401.
    public Response response(String requestId) {
        return response(requestId, type.status);
    }

    /// The answer with another status, where it differs: a missing resource is a 404, what can't be
    /// recorded a 503.
    public Response response(String requestId, int status) {
        return Response.json(status, body(requestId));
    }

    /// The answer to what was decided.
    ///
    /// @param decision the id under which the audit log has it
    public Response decided(String requestId, int status, String decision) {
        return Response.json(status, body(requestId).put("decision-id", decision));
    }

    /// The same with the status that clients depend on.
    public Response decided(String requestId, String decision) {
        return decided(requestId, type.status, decision);
    }

    private ObjectNode body(String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", NAMESPACE + type.wireName);
        body.put("detail", detail);
        body.put("code", code);
        body.put("retryable", retryable);
        body.put("request-id", requestId);
        return body;
    }

    /// The protocol's variants that the service gives.
    public enum Type {
        INVALID_REQUEST_PATH("InvalidRequestPath", 404),
        PLUGIN_NOT_FOUND("PluginNotFound", 404),
        ATTESTATION_ERROR("AttestationError", 401),
        TOKEN_NOT_FOUND("TokenNotFound", 401),
        TOKEN_VERIFIER_ERROR("TokenVerifierError", 401),
        POLICY_DENY("PolicyDeny", 401),
        POLICY_ENGINE_ERROR("PolicyEngineError", 401),
        PARSE_POLICY_ERROR("ParsePolicyError", 401),
        JWE_ERROR("JweError", 401),
        PLUGIN_INTERNAL_ERROR("PluginInternalError", 401),
        ADMIN_AUTH_ACCESS("AdminAuthAccess", 401),
        RVPS_ERROR("RvpsError", 401);

        private final String wireName;
        private final int status;

        Type(String wireName, int status) {
            this.wireName = wireName;
            this.status = status;
        }
    }
}
