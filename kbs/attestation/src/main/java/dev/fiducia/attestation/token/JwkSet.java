package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keys from trusted JWK sets, found by `kid`. The first key of a name counts, whether it is usable
/// or not.
public final class JwkSet {
    private final List<ObjectNode> keys;
    private final CryptoSuite crypto;

    private JwkSet(List<ObjectNode> keys, CryptoSuite crypto) {
        this.keys = List.copyOf(keys);
        this.crypto = crypto;
    }

    /// A set without a key.
    public static JwkSet empty(CryptoSuite crypto) {
        return new JwkSet(List.of(), crypto);
    }

    /// Loads all configured sources: `https://…` (a key set, or an OpenID provider), `file:///…`,
    /// or a path.
    ///
    /// @throws TokenKeyException if one is of another kind, can't be read, or is no key set
    public static JwkSet load(List<String> sources, JwkSetSource remote, CryptoSuite crypto)
            throws TokenKeyException {
        List<ObjectNode> keys = new ArrayList<>();
        for (String source : sources) {
            keys.addAll(load(source, remote));
        }
        return new JwkSet(keys, crypto);
    }

    /// How many keys there are, usable or not.
    public int size() {
        return keys.size();
    }

    /// The key of that name.
    ///
    /// @throws TokenKeyException if it is there but can't verify anything
    public Optional<VerificationKey> find(String keyId) throws TokenKeyException {
        for (ObjectNode key : keys) {
            if (keyId.equals(key.path("kid").textValue())) {
                return Optional.of(VerificationKey.ofJwk(key, crypto));
            }
        }
        return Optional.empty();
    }

    private static List<ObjectNode> load(String source, JwkSetSource remote)
            throws TokenKeyException {
        try {
            if (source.startsWith("https://")) {
                return overHttps(URI.create(source), remote);
            }
            boolean isUrl = source.contains("://");
            if (isUrl && !source.startsWith("file://")) {
                throw new TokenKeyException(
                        "a JWK set comes from https, file or a path, not from " + source);
            }
            byte[] text = Files.readAllBytes(isUrl ? Path.of(URI.create(source)) : Path.of(source));
            return keys(text).orElseThrow(() -> new TokenKeyException("not a JWK set: " + source));
        } catch (IOException | IllegalArgumentException e) {
            throw new TokenKeyException("cannot load the JWK set " + source, e);
        }
    }

    private static List<ObjectNode> overHttps(URI address, JwkSetSource remote)
            throws IOException, TokenKeyException {
        if (address.getHost() == null || address.getHost().isEmpty()) {
            throw new TokenKeyException("a JWK set address without a host: " + address);
        }
        Optional<List<ObjectNode>> direct =
                keys(remote.get(address)).filter(keys -> !keys.isEmpty());
        if (direct.isPresent()) {
            return direct.get();
        }
        URI discovery = discovery(address);
        String jwksUri =
                object(remote.get(discovery))
                        .map(found -> found.path("jwks_uri").asText())
                        .orElse("");
        if (!jwksUri.startsWith("https://")) {
            throw new TokenKeyException(
                    "neither a JWK set nor an OpenID provider with an https jwks_uri: " + address);
        }
        return keys(remote.get(URI.create(jwksUri)))
                .orElseThrow(() -> new TokenKeyException("not a JWK set: " + jwksUri));
    }

    /// Where OpenID Connect Discovery 1.0 section 4 puts a provider's configuration.
    static URI discovery(URI provider) {
        String path = provider.getPath();
        return provider.resolve(
                path + (path.endsWith("/") ? "" : "/") + ".well-known/openid-configuration");
    }

    private static Optional<List<ObjectNode>> keys(byte[] text) {
        return object(text)
                .map(set -> set.path("keys"))
                .filter(JsonNode::isArray)
                .map(array -> {
                    List<ObjectNode> keys = new ArrayList<>();
                    array.forEach(key -> {
                        if (key instanceof ObjectNode object) {
                            keys.add(object);
                        }
                    });
                    return keys;
                });
    }

    private static Optional<ObjectNode> object(byte[] text) {
        return StrictJson.read(text) instanceof StrictJson.Result.Read(ObjectNode object)
                ? Optional.of(object)
                : Optional.empty();
    }
}
