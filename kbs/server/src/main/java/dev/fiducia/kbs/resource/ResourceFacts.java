package dev.fiducia.kbs.resource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.initdata.lint.HostFacts;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What judges of documents may know of the resources here: whether one is there and of what kind.
/// Nothing of the content gets out.
public final class ResourceFacts implements HostFacts {
    private final Optional<ResourceStore> resources;
    private final Optional<String> serviceUrl;

    /// @param resources empty where this service releases none
    /// @param serviceUrl at which guests reach the service, if that is configured
    public ResourceFacts(Optional<ResourceStore> resources, Optional<String> serviceUrl) {
        this.resources = resources;
        this.serviceUrl = serviceUrl;
    }

    @Override
    public Optional<String> serviceUrl() {
        return serviceUrl;
    }

    @Override
    public ResourceKind resource(String path) {
        Optional<ResourcePath> parsed = ResourcePath.parse(path);
        if (resources.isEmpty() || parsed.isEmpty()) {
            return ResourceKind.NOT_KNOWN;
        }
        return resources
                .get()
                .read(parsed.get())
                .map(ResourceFacts::kind)
                .orElse(ResourceKind.ABSENT);
    }

    private static ResourceKind kind(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1).strip();
        if (text.startsWith("-----BEGIN PUBLIC KEY-----")
                || text.startsWith("-----BEGIN RSA PUBLIC KEY-----")
                || text.startsWith("-----BEGIN CERTIFICATE-----")) {
            return ResourceKind.PUBLIC_KEY;
        }
        return StrictJson.read(content) instanceof StrictJson.Result.Read(JsonNode json)
                        && json.isObject()
                ? ResourceKind.JSON_OBJECT
                : ResourceKind.OTHER;
    }
}
