package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Base64;

/// A registration of reference values as Trustee's RVPS takes it: values by name in an envelope of
/// type `sample`.
final class RegistrationMessage {
    private RegistrationMessage() {}

    static ObjectNode of(ObjectNode values) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", "0.1.0")
                .put("type", "sample")
                .put("payload", Base64.getEncoder().encodeToString(AdminClient.write(values)));
    }

    /// Registers the values and says so.
    static void send(ObjectNode values, AdminClient admin) {
        admin.post("/kbs/v0/reference-value", "application/json", AdminClient.write(of(values)));
        values.fieldNames().forEachRemaining(name -> System.out.println("registered " + name));
    }
}
