package dev.fiducia.policy.value;

import java.security.SecureRandom;

/// Hashes that no document can be written to collide in: they start from numbers that are drawn
/// once a process. With hashes known beforehand, a set of some ten thousand members takes minutes.
///
/// Both halves of each product count. With the low half alone a difference in the highest bit stays
/// where it is whatever the factor is, and the next four characters can take it back.
///
/// Nothing shows the hashes: sets and objects are walked in Rego's order.
final class Hash {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long START = RANDOM.nextLong();
    private static final long FACTOR = RANDOM.nextLong() | 1;

    private Hash() {}

    static long start() {
        return START;
    }

    static long mix(long state, long next) {
        long changed = state ^ next;
        return Math.unsignedMultiplyHigh(changed, FACTOR) ^ (changed * FACTOR);
    }

    /// Cached hashes use 0 for "not computed yet".
    static int finish(long state) {
        int hash = (int) (state ^ (state >>> 29));
        return hash == 0 ? 1 : hash;
    }

    static int of(String text) {
        long state = mix(START, text.length());
        int i = 0;
        for (; i + 4 <= text.length(); i += 4) {
            long four =
                    text.charAt(i)
                            | (long) text.charAt(i + 1) << 16
                            | (long) text.charAt(i + 2) << 32
                            | (long) text.charAt(i + 3) << 48;
            state = mix(state, four);
        }
        for (; i < text.length(); i++) {
            state = mix(state, text.charAt(i));
        }
        return finish(state);
    }

    static int of(long number) {
        return finish(mix(START, number));
    }

    static int of(byte[] digits, int scale) {
        long state = mix(START, scale);
        for (byte digit : digits) {
            state = mix(state, digit);
        }
        return finish(state);
    }
}
