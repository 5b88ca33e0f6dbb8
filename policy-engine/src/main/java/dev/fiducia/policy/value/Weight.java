package dev.fiducia.policy.value;

/// Adds up what values weigh, up to a bound: shared parts count each time, so sums grow fast.
final class Weight {
    private static final int MOST = Integer.MAX_VALUE;

    private Weight() {}

    static int add(int left, int right) {
        int sum = left + right;
        return sum < 0 ? MOST : sum;
    }
}
