package dev.fiducia.policy.crypto;

/// How long the first element of DER bytes is.
final class DerLength {
    private static final int SEQUENCE = 0x30;
    private static final int MAX_LENGTH_OCTETS = 4;

    private DerLength() {}

    /// Header and content of the sequence at a place; -1 where there is no whole sequence.
    static int of(byte[] der, int at) {
        if (der.length - at < 2 || der[at] != SEQUENCE) {
            return -1;
        }
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return within(der, at, 2L + first);
        }
        int octets = first - 0x80;
        if (octets < 1 || octets > MAX_LENGTH_OCTETS || der.length - at < 2 + octets) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xFF);
        }
        return within(der, at, 2L + octets + length);
    }

    private static int within(byte[] der, int at, long length) {
        return length <= der.length - at ? (int) length : -1;
    }
}
