package dev.fiducia.ha.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

class SealTest {

    private static final byte[] VALUE = "a secret".getBytes(UTF_8);

    @TempDir Path folder;

    private Seal seal() {
        return new Seal(KeyRing.openOrCreate(folder.resolve("keys")), new SecureRandom());
    }

    private static SealException.Reason refusal(
            Seal seal, String ns, String key, long version, byte[] sealed) {
        try {
            seal.open(ns, key, version, sealed);
        } catch (SealException e) {
            return e.reason();
        }
        throw new AssertionError("opened what it must not");
    }

    @Test
    void refusesEveryFlippedBit() throws SealException {
        Seal seal = seal();
        byte[] sealed = seal.seal("ns", "key", 1, VALUE);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> seal.open("ns", "key", 1, flipped))
                    .isInstanceOf(SealException.class);
        }
        assertThat(seal.open("ns", "key", 1, sealed)).isEqualTo(VALUE);
    }

    @Test
    void refusesEveryTruncationAndExtension() {
        Seal seal = seal();
        byte[] sealed = seal.seal("ns", "key", 1, VALUE);
        for (int length = 0; length < sealed.length + 3; length++) {
            if (length != sealed.length) {
                byte[] cut =
                        ByteBuffer.allocate(length)
                                .put(sealed, 0, Math.min(length, sealed.length))
                                .array();
                assertThatThrownBy(() -> seal.open("ns", "key", 1, cut))
                        .isInstanceOf(SealException.class);
            }
        }
    }

    @Test
    void refusesAValueInAnotherPlace() {
        Seal seal = seal();
        byte[] sealed = seal.seal("ns", "key", 7, VALUE);
        assertThat(refusal(seal, "other", "key", 7, sealed))
                .isEqualTo(SealException.Reason.NOT_AUTHENTIC);
        assertThat(refusal(seal, "ns", "yek", 7, sealed))
                .isEqualTo(SealException.Reason.NOT_AUTHENTIC);
        assertThat(refusal(seal, "ns", "key", 6, sealed))
                .isEqualTo(SealException.Reason.NOT_AUTHENTIC);
    }

    @Test
    void refusesAValueOfAnotherRing() {
        byte[] sealed = seal().seal("ns", "key", 1, VALUE);
        Seal other = new Seal(KeyRing.openOrCreate(folder.resolve("others")), new SecureRandom());
        assertThat(refusal(other, "ns", "key", 1, sealed))
                .isEqualTo(SealException.Reason.UNKNOWN_KEY);
    }

    @Test
    void opensWhatWasSealedBeforeRotations() throws SealException {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        Seal seal = new Seal(ring, new SecureRandom());
        byte[] first = seal.seal("ns", "key", 1, VALUE);
        KeyId second = ring.rotate();
        byte[] sealed = seal.seal("ns", "key", 1, VALUE);
        assertThat(ByteBuffer.wrap(sealed).getInt(3)).isEqualTo(second.value());
        Seal reopened = seal();
        assertThat(reopened.open("ns", "key", 1, first)).isEqualTo(VALUE);
        assertThat(reopened.open("ns", "key", 1, sealed)).isEqualTo(VALUE);
    }

    @Test
    void sealsEqualValuesDifferently() {
        Seal seal = seal();
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            byte[] sealed = seal.seal("ns", "key", 1, VALUE);
            assertThat(nonces.add(HexFormat.of().formatHex(sealed, 7, 19))).isTrue();
        }
    }

    /// Whoever changes what this seals can't read what is on people's disks.
    @Test
    void keepsTheFormatOfItsFirstRelease() throws IOException, SealException {
        Path file = folder.resolve("pinned");
        Files.write(file, RingFileTest.pinned());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Seal seal = new Seal(KeyRing.openOrCreate(file), new SecureRandom());
        assertThat(seal.open("ns", "key", 7, HexFormat.of().parseHex(PINNED))).isEqualTo(VALUE);
    }

    // Made by another implementation: HKDF by hand, AES-GCM of OpenSSL.
    private static final String PINNED =
            "f1dc0180000002000102030405060708090a0b"
                    + "5c2421cfa3eecb78fe079cf8c634938dd897dbf0b3a7c8b8";

    private static @Nullable Path propertyFolder;
    private static @Nullable Seal propertySeal;

    @BeforeContainer
    static void makeRing() throws IOException {
        propertyFolder = Files.createTempDirectory("seal");
        propertySeal =
                new Seal(KeyRing.openOrCreate(propertyFolder.resolve("keys")), new SecureRandom());
    }

    @AfterContainer
    static void removeRing() throws IOException {
        if (propertyFolder != null) {
            Files.delete(propertyFolder.resolve("keys"));
            Files.delete(propertyFolder);
        }
    }

    private static Seal shared() {
        if (propertySeal == null) {
            throw new IllegalStateException();
        }
        return propertySeal;
    }

    @Property
    void opensWhatItSealed(
            @ForAll byte[] value, @ForAll String ns, @ForAll String key, @ForAll long v)
            throws SealException {
        assertThat(shared().open(ns, key, v, shared().seal(ns, key, v, value))).isEqualTo(value);
    }

    @Property
    void answersAnyBytesWithATypedRefusal(
            @ForAll @Size(max = 100) byte[] junk, @ForAll @IntRange(max = 7) int header) {
        byte[] sealed = shared().seal("ns", "key", 1, VALUE);
        ByteBuffer form = ByteBuffer.allocate(header + junk.length);
        byte[] bytes = form.put(sealed, 0, header).put(junk).array();
        assertThatThrownBy(() -> shared().open("ns", "key", 1, bytes))
                .isInstanceOf(SealException.class);
    }
}
