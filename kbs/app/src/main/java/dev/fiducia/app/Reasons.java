package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

/// The body of calls that take a reason.
final class Reasons {
    private Reasons() {}

    /// `{"reason": "…"}`, or nothing.
    static byte[] body(@Nullable String reason) {
        return reason == null
                ? new byte[0]
                : AdminClient.write(JsonNodeFactory.instance.objectNode().put("reason", reason));
    }
}
