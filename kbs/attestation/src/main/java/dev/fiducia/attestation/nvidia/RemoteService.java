package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.HttpAnswer;
import dev.fiducia.attestation.evidence.RefusedException;

import java.net.URI;

/// The two exchanges with NVIDIA's remote attestation service, at the addresses that the
/// configuration gives and nowhere else.
final class RemoteService {

    private static final int MAX_ANSWER_BYTES = 4 << 20;
    private static final int MAX_KEYS_BYTES = 1 << 20;

    private final BoundedHttp http;
    private final String base;
    private final URI keys;

    RemoteService(NvidiaConfig.Remote config) {
        this.http = BoundedHttp.toHostOf(config.service(), config.timeout());
        String service = config.service().toString();
        this.base = service.endsWith("/") ? service.substring(0, service.length() - 1) : service;
        this.keys = config.service().resolve("/.well-known/jwks.json");
    }

    /// Who signs: scheme and authority of the service.
    String issuer() {
        return keys.resolve("/").toString().replaceFirst("/$", "");
    }

    /// The answer to a request about a device of this class.
    byte[] attest(String teeClass, byte[] json) throws RefusedException {
        return content(http.post(URI.create(base + "/" + teeClass), json, MAX_ANSWER_BYTES));
    }

    /// The service's key set.
    byte[] keys() throws RefusedException {
        return content(http.get(keys, MAX_KEYS_BYTES));
    }

    private static byte[] content(HttpAnswer answer) throws RefusedException {
        return switch (answer) {
            case HttpAnswer.Ok ok -> ok.body();
            case HttpAnswer.NotThere(String reason) -> throw unavailable(reason);
            case HttpAnswer.Failed(String reason) -> throw unavailable(reason);
        };
    }

    private static RefusedException unavailable(String reason) {
        return RefusedException.of(
                "nvidia-service-unavailable",
                "NVIDIA's attestation service can't be asked: " + reason);
    }
}
