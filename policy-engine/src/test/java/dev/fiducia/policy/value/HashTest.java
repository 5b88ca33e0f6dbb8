package dev.fiducia.policy.value;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

class HashTest {
    private static final int BLOCKS = 13;

    /// Multiplication modulo a power of two keeps a difference in the highest bit where it is, so
    /// that the next block could take it back under every secret.
    @Test
    void highBitsOfOneBlockAreNotTakenBackByTheNext() {
        assertThat(hashes("abcd", "abc\u8064", "efgh", "e\u8066g\u8068")).hasSizeGreaterThan(8100);
    }

    @Property(tries = 100)
    void twoWaysToWriteEachBlockDoNotCollide(@ForAll char high, @ForAll char low) {
        String one = "" + high + low + "ab";
        String other = "" + (char) (high ^ 0x8000) + (char) (low ^ 0x8000) + "ab";

        assertThat(hashes(one, other, "cdef", "cdef")).hasSizeGreaterThan(8100);
    }

    /// Hashes of all strings that choose the first or second way for each of their parts.
    private static Set<Integer> hashes(String one, String other, String then, String orThen) {
        Set<Integer> hashes = new HashSet<>();
        for (int choice = 0; choice < 1 << BLOCKS; choice++) {
            StringBuilder text = new StringBuilder();
            for (int block = 0; block < BLOCKS; block++) {
                boolean second = (choice >> block & 1) == 1;
                text.append(second ? other : one).append(second ? orThen : then);
            }
            hashes.add(RegoString.of(text.toString()).hashCode());
        }
        return hashes;
    }
}
