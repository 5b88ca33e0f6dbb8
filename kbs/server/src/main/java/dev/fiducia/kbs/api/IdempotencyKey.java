package dev.fiducia.kbs.api;

import dev.fiducia.ha.seal.Sha256;
import dev.fiducia.kbs.http.Request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request that its sender may repeat without it being done twice.
///
/// @param id of the sender and the key together, so that keys of others do not matter
/// @param request digest of the request: a key belongs to one request
public record IdempotencyKey(String id, String request) {
    private static final String FIELD = "Idempotency-Key";

    /// The key that the request brings; empty without the field.
    static Optional<IdempotencyKey> of(Request request, String actor) throws ApiProblem {
        Optional<String> field = request.headers().first(FIELD);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        if (!field.get().matches("[!-~]{1,200}")) {
            throw new ApiProblem(
                    400,
                    "bad-idempotency-key",
                    "an Idempotency-Key has 1 to 200 visible ASCII characters");
        }
        byte[] owner = (actor + "\0" + field.get()).getBytes(StandardCharsets.UTF_8);
        return Optional.of(new IdempotencyKey(Sha256.hex(owner), digest(request)));
    }

    private static String digest(Request request) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        add(content, request.method().name());
        add(content, request.path().toString());
        for (Map.Entry<String, String> parameter : new TreeMap<>(request.query()).entrySet()) {
            add(content, parameter.getKey());
            add(content, parameter.getValue());
        }
        add(content, request.headers().first("If-Match").orElse(""));
        add(content, "");
        content.writeBytes(request.body());
        return Sha256.hex(content.toByteArray());
    }

    /// Each part with its length, so that no two requests give the same bytes.
    private static void add(ByteArrayOutputStream content, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        content.writeBytes((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        content.writeBytes(bytes);
    }
}
