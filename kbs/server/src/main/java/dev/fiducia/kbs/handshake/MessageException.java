package dev.fiducia.kbs.handshake;

import java.io.Serial;

/// A message of the handshake is malformed. The text names members, never their values.
final class MessageException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    MessageException(String message) {
        super(message);
    }

    /// The message, which there always is.
    String reason() {
        return String.valueOf(getMessage());
    }
}
