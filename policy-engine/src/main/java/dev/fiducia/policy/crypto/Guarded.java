package dev.fiducia.policy.crypto;

/// Bouncy Castle tells late, and by unchecked exceptions of many kinds, that a structure is not
/// what it should be: parts are decoded when they are asked for. Every way into this package that
/// reads structures goes through here, so that nothing else leaves it.
final class Guarded {
    interface Reading<T> {
        T read() throws CryptoException;
    }

    private Guarded() {}

    static <T> T read(String otherwise, Reading<T> reading) throws CryptoException {
        try {
            return reading.read();
        } catch (RuntimeException e) {
            throw new CryptoException(otherwise, e);
        }
    }
}
