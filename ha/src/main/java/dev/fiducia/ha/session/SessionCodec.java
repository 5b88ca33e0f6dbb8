package dev.fiducia.ha.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Sessions as bytes: `expiry in milliseconds(8) | length(2) | thumbprint | token`. They are sealed
/// wherever they are kept.
public final class SessionCodec {

    private static final int HEADER = Long.BYTES + Short.BYTES;
    private static final int MAX_THUMBPRINT = 1024;

    private SessionCodec() {}

    public static byte[] encode(Session session) {
        byte[] thumbprint = session.teeKeyThumbprint().getBytes(StandardCharsets.UTF_8);
        byte[] token = session.token().getBytes(StandardCharsets.UTF_8);
        if (thumbprint.length > MAX_THUMBPRINT) {
            throw new IllegalArgumentException(
                    "a thumbprint has at most " + MAX_THUMBPRINT + " bytes");
        }
        return ByteBuffer.allocate(HEADER + thumbprint.length + token.length)
                .putLong(session.expires().toEpochMilli())
                .putShort((short) thumbprint.length)
                .put(thumbprint)
                .put(token)
                .array();
    }

    /// Empty if the bytes are no session.
    public static Optional<Session> decode(byte[] bytes) {
        if (bytes.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer value = ByteBuffer.wrap(bytes);
        Instant expires = Instant.ofEpochMilli(value.getLong());
        int length = value.getShort();
        if (length < 0 || length > MAX_THUMBPRINT || length > value.remaining()) {
            return Optional.empty();
        }
        byte[] thumbprint = new byte[length];
        value.get(thumbprint);
        byte[] token = new byte[value.remaining()];
        value.get(token);
        return Optional.of(
                new Session(
                        new String(token, StandardCharsets.UTF_8),
                        expires,
                        new String(thumbprint, StandardCharsets.UTF_8)));
    }
}
