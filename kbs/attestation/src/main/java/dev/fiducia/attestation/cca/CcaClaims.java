package dev.fiducia.attestation.cca;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.HexFormat;

/// Writes the claims of both tokens; the one place that names them.
final class CcaClaims {

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private CcaClaims() {}

    static ObjectNode of(PlatformToken platform, RealmToken realm) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        platform(claims.putObject("platform"), platform);
        realm(claims.putObject("realm"), realm);
        claims.put("report_data", HexFormat.of().formatHex(realm.challenge()));
        claims.put("init_data", HexFormat.of().formatHex(realm.personalization()));
        return claims;
    }

    private static void platform(ObjectNode claims, PlatformToken platform) {
        claims.put("cca-platform-profile", platform.profile());
        claims.put("cca-platform-instance-id", base64(platform.instanceId()));
        claims.put("cca-platform-implementation-id", base64(platform.implementationId()));
        claims.put("cca-platform-config", base64(platform.config()));
        claims.put("cca-platform-lifecycle", platform.lifecycle().value());
        claims.put("cca-platform-lifecycle-state", platform.lifecycle().state().claim());
        claims.put("cca-platform-hash-algo-id", platform.hash());
        platform.service()
                .ifPresent(service -> claims.put("cca-platform-service-indicator", service));
        ArrayNode components = claims.putArray("cca-platform-sw-components");
        platform.components().forEach(component -> components.add(component.claims()));
    }

    private static void realm(ObjectNode claims, RealmToken realm) {
        realm.profile().ifPresent(profile -> claims.put("cca-realm-profile", profile));
        claims.put("cca-realm-challenge", base64(realm.challenge()));
        claims.put("cca-realm-personalization-value", base64(realm.personalization()));
        claims.put("cca-realm-initial-measurement", base64(realm.initialMeasurement()));
        ArrayNode registers = claims.putArray("cca-realm-extensible-measurements");
        realm.extensibleMeasurements().forEach(value -> registers.add(base64(value)));
        claims.put("cca-realm-hash-algo-id", realm.hash());
        claims.put("cca-realm-public-key", base64(realm.key()));
        claims.put("cca-realm-public-key-hash-algo-id", realm.keyHashName());
    }

    private static String base64(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
