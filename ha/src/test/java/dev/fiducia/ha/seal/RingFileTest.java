package dev.fiducia.ha.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class RingFileTest {

    private static final String KEY =
            "11111111111111111111111111111111" + "11111111111111111111111111111111";
    private static final String LINE = "key 00000001 2026-11-22T02:00:00Z " + KEY + "\n";

    /// A ring with fixed keys, two of them, the second one active.
    static byte[] pinned() {
        Instant created = Instant.parse("2026-11-22T02:00:00Z");
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        Arrays.fill(first, (byte) 0x11);
        Arrays.fill(second, (byte) 0x22);
        return RingFile.write(
                new RingContent(
                        new KeyId(0x80000002),
                        List.of(
                                new RingContent.Entry(
                                        new KeyId(1), created, SecretBytes.takeFrom(first)),
                                new RingContent.Entry(
                                        new KeyId(0x80000002),
                                        created.plusSeconds(60),
                                        SecretBytes.takeFrom(second)))));
    }

    /// The lines, under a check that fits them.
    private static byte[] checked(String lines) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256", "SUN").digest(lines.getBytes(US_ASCII));
            return (lines + "check " + HexFormat.of().formatHex(digest) + "\n").getBytes(US_ASCII);
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(byte[] text) {
        assertThatThrownBy(() -> RingFile.parse(text))
                .isInstanceOfSatisfying(
                        KeyRingException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyRingException.Reason.MALFORMED))
                .message()
                .doesNotContain("1111")
                .doesNotContain("2222");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fiducia-keyring 1\n",
                "fiducia-keyring 2\nactive 00000001\n" + LINE,
                "fiducia-keyring 3\nactive 00000001\n" + LINE,
                "fiducia-keyring 1\nactive 00000001\nnext 00000001 2026-11-22T02:00:00Z\n" + LINE,
                "fiducia-keyring 2\nactive 00000001\nnext 00000001 2026-11-22T02:00:00Z\n" + LINE,
                "fiducia-keyring 2\nactive 00000001\nnext 00000002 2026-11-22T02:00:00Z\n" + LINE,
                "fiducia-keyring 2\nactive 00000001\nnext 00000002 2026-11-22\n" + LINE,
                "fiducia-keyring 2\nactive 00000001\nnext 00000002\n" + LINE,
                "fiducia-keyring 1\nactive 00000001\n",
                "fiducia-keyring 1\nactive 00000002\n" + LINE,
                "fiducia-keyring 1\nactive 00000001\n" + LINE + LINE,
                "fiducia-keyring 1\nactive 00000000\n" + LINE,
                "fiducia-keyring 1\nactive 1\n" + LINE,
                "fiducia-keyring 1\r\nactive 00000001\r\n" + LINE,
                "fiducia-keyring 1\nactive 00000001\n\n" + LINE,
                "fiducia-keyring 1\nactive 00000001\nkey 00000001 2026-11-22 " + KEY + "\n",
                "fiducia-keyring 1\nactive 00000001\nkey 00000001 2026-11-22T02:00:00.5Z "
                        + KEY
                        + "\n",
                "fiducia-keyring 1\nactive 00000001\nkey 00000001 2026-11-22T02:00:00Z 11\n",
                "fiducia-keyring 1\nactive 00000001\nkey 00000001 2026-11-22T02:00:00Z "
                        + KEY
                        + "11\n",
            })
    void refusesWhatIsNoRingAlthoughTheCheckFits(String lines) {
        assertRefused(checked(lines));
    }

    @Test
    void refusesUpperCaseAndTrailingText() {
        String good = "fiducia-keyring 1\nactive 00000001\n" + LINE;
        assertThat(RingFile.parse(checked(good)).entries()).hasSize(1);
        assertRefused(checked(good.replace("11111111", "AAAAAAAA")));
        assertRefused((new String(checked(good), US_ASCII) + "\n").getBytes(US_ASCII));
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] text = pinned();
        for (int bit = 0; bit < text.length * 8; bit++) {
            byte[] flipped = text.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(flipped);
        }
    }

    @Test
    void refusesEveryTruncation() {
        byte[] text = pinned();
        for (int length = 0; length < text.length; length++) {
            assertRefused(Arrays.copyOf(text, length));
        }
    }

    @Test
    void readsWhatItWrote() {
        RingContent ring = RingFile.parse(pinned());
        assertThat(ring.active()).isEqualTo(new KeyId(0x80000002));
        assertThat(ring.entries()).extracting(RingContent.Entry::id).hasSize(2);
        assertThat(RingFile.write(ring)).isEqualTo(pinned());
    }

    @Test
    void readsWhatItWroteOfARotatedRing() {
        RingContent ring = RingFile.parse(pinned());
        RingContent rotated =
                new RingContent(
                        new KeyId(0x80000002),
                        Optional.of(
                                new RingContent.Next(
                                        new KeyId(1), Instant.parse("2026-11-23T02:00:00Z"))),
                        ring.entries());
        byte[] text = RingFile.write(rotated);
        RingContent again = RingFile.parse(text);
        assertThat(again.next()).isEqualTo(rotated.next());
        assertThat(RingFile.write(again)).isEqualTo(text);
        for (int bit = 0; bit < text.length * 8; bit++) {
            byte[] flipped = text.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(flipped);
        }
    }

    @Property
    void answersAnyBytesWithATypedRefusal(@ForAll byte[] junk) {
        assertRefused(junk);
    }

    @Property
    void refusesAnySpliceOfARing(
            @ForAll @IntRange(max = 300) int at,
            @ForAll @IntRange(max = 50) int removed,
            @ForAll byte[] inserted) {
        byte[] text = pinned();
        int from = Math.min(at, text.length);
        int to = Math.min(from + removed, text.length);
        byte[] spliced = new byte[text.length - (to - from) + inserted.length];
        System.arraycopy(text, 0, spliced, 0, from);
        System.arraycopy(inserted, 0, spliced, from, inserted.length);
        System.arraycopy(text, to, spliced, from + inserted.length, text.length - to);
        if (!Arrays.equals(spliced, text)) {
            assertRefused(spliced);
        }
    }
}
