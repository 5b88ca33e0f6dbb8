package dev.fiducia.policy.value;

/// Cached hashes use 0 for "not computed yet".
final class Hash {
    private Hash() {}

    static int nonZero(int hash) {
        return hash == 0 ? 1 : hash;
    }
}
