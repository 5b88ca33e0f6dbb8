package dev.fiducia.policy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Choices from a seed: the same seed makes the same choices on each machine.
final class Draw {
    private final SplittableRandom random;

    Draw(long seed) {
        this.random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /// The text of one of the alternatives; the others are not asked for theirs.
    @SafeVarargs
    final String made(Supplier<String>... alternatives) {
        return alternatives[random.nextInt(alternatives.length)].get();
    }
}
