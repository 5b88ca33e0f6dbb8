package dev.fiducia.ha.seal;

import java.util.HexFormat;

/// Names a key of a ring. Drawn at random, so that a value sealed under another ring is recognised
/// as such; zero names no key.
public record KeyId(int value) {

    public KeyId {
        if (value == 0) {
            throw new IllegalArgumentException("zero names no key");
        }
    }

    /// Eight lower case hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
