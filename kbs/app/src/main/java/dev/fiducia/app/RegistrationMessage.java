package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Base64;

/// A registration of reference values as Trustee's RVPS takes it: values by name in an envelope of
/// type `sample`, or a manifest in one of its own type.
final class RegistrationMessage {
    private RegistrationMessage() {}

    static ObjectNode of(ObjectNode values) {
        return of("sample", AdminClient.write(values));
    }

    private static ObjectNode of(String type, byte[] payload) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", "0.1.0")
                .put("type", type)
                .put("payload", Base64.getEncoder().encodeToString(payload));
    }

    /// Registers what a manifest of this type has.
    static void send(String type, byte[] manifest, AdminClient admin) {
        admin.post(
                "/kbs/v0/reference-value",
                "application/json",
                AdminClient.write(of(type, manifest)));
    }

    /// Registers the values and says so.
    static void send(ObjectNode values, AdminClient admin) {
        admin.post("/kbs/v0/reference-value", "application/json", AdminClient.write(of(values)));
        values.fieldNames().forEachRemaining(name -> System.out.println("registered " + name));
    }
}
