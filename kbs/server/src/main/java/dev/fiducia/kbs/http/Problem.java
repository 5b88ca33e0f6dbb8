package dev.fiducia.kbs.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/// An error of our own API (`/api/v1`): a problem as RFC 9457 has it.
///
/// @param code stable name of the reason, `kebab-case`; the problem's `type` is made from it
public record Problem(int status, String code, String title, String detail) {

    public Response response(String requestId) {
        return response(requestId, JsonNodeFactory.instance.objectNode());
    }

    /// The same with further members, such as the findings that are the reason.
    public Response response(String requestId, ObjectNode more) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "urn:fiducia:problem:" + code);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        body.put("request-id", requestId);
        body.setAll(more);
        return Response.of(
                status,
                "application/problem+json",
                body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
