package dev.fiducia.ha.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.store.MutableClock;
import dev.fiducia.ha.store.Together;

import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class KeyRingTest {

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("made").resolve("keys");
    }

    private static void assertRefused(
            KeyRingException.Reason reason, ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyRingException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
    void refusesAFileThatOthersHaveRightsTo(String rights) throws IOException {
        KeyRing.openOrCreate(file());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(rights));
        assertThatThrownBy(() -> KeyRing.openOrCreate(file()))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("chmod 600 " + file());
    }

    @Test
    void refusesALink() throws IOException {
        KeyRing.openOrCreate(file());
        Path link = Files.createSymbolicLink(folder.resolve("link"), file());
        assertRefused(KeyRingException.Reason.UNSAFE, () -> KeyRing.openOrCreate(link));
        Path dangling = Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("nothing"));
        assertRefused(KeyRingException.Reason.UNSAFE, () -> KeyRing.openOrCreate(dangling));
    }

    @Test
    void refusesAFolderInThePlaceOfTheFile() {
        assertRefused(KeyRingException.Reason.UNSAFE, () -> KeyRing.openOrCreate(folder));
    }

    @Test
    void refusesAFileOfAnotherUser() throws IOException {
        KeyRing.openOrCreate(file());
        try {
            Files.setAttribute(file(), "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("only root can give a file away");
        }
        assertRefused(KeyRingException.Reason.UNSAFE, () -> KeyRing.openOrCreate(file()));
    }

    @Test
    void refusesToMakeARingBesideSealedData() throws IOException {
        Path data = Files.createFile(folder.resolve("fiducia.db"));
        assertThatThrownBy(() -> KeyRing.openOrCreate(file(), folder.resolve("none"), data))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("backup")
                .hasMessageContaining(data.toString());
        assertThat(file()).doesNotExist();
    }

    @Test
    void refusesACutFile() throws IOException {
        KeyRing.openOrCreate(file());
        byte[] text = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(text, text.length - 1));
        assertRefused(KeyRingException.Reason.MALFORMED, () -> KeyRing.openOrCreate(file()));
        Files.write(file(), new byte[RingFile.MAX_BYTES + 1]);
        assertRefused(KeyRingException.Reason.MALFORMED, () -> KeyRing.openOrCreate(file()));
    }

    @Test
    void derivesNothingFromAKeyItLacks() {
        KeyRing ring = KeyRing.openOrCreate(file());
        KeyId other = new KeyId((ring.activeId().value() ^ 1) | 2);
        assertRefused(KeyRingException.Reason.UNKNOWN_KEY, () -> ring.derive("x", other));
    }

    @Test
    void makesAFileForItsOwnerAlone() throws IOException {
        KeyRing ring = KeyRing.openOrCreate(file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("made"))))
                .isEqualTo("rwx------");
        assertThat(KeyRing.openOrCreate(file()).activeId()).isEqualTo(ring.activeId());
        assertNothingBeside();
    }

    private void assertNothingBeside() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("made"))) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void keepsOldKeysWhenItRotates() throws IOException {
        KeyRing ring = KeyRing.openOrCreate(file());
        KeyId first = ring.activeId();
        KeyId second = ring.rotate();
        assertThat(ring.activeId()).isEqualTo(second);
        KeyRing reopened = KeyRing.openOrCreate(file());
        assertThat(reopened.activeId()).isEqualTo(second);
        assertThat(reopened.ids()).containsExactly(first, second);
        for (KeyId id : List.of(first, second)) {
            assertThat(reopened.derive("p", id)).isEqualTo(ring.derive("p", id));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertNothingBeside();
    }

    /// Two processes that share the file.
    private record Shared(KeyRing here, KeyRing there) {}

    private final MutableClock clock = new MutableClock();

    private Shared shared() {
        return new Shared(ring(), ring());
    }

    private KeyRing ring() {
        return KeyRing.openOrCreate(file(), new SecureRandom(), clock);
    }

    @Test
    void sealsUnderANewKeyOnlyFromItsTimeOn() {
        Shared rings = shared();
        KeyId first = rings.here().activeId();
        KeyId second = rings.here().rotate(Duration.ofMinutes(10));
        rings.there().refresh();
        for (KeyRing each : List.of(rings.here(), rings.there(), ring())) {
            assertThat(each.activeId()).isEqualTo(first);
            assertThat(each.nextId()).contains(second);
            assertThat(each.has(second)).isTrue();
        }
        clock.advance(Duration.ofMinutes(10));
        for (KeyRing each : List.of(rings.here(), rings.there(), ring())) {
            assertThat(each.activeId()).isEqualTo(second);
            assertThat(each.nextId()).isEmpty();
            assertThat(each.nextAt()).isEmpty();
            assertThat(each.has(first)).isTrue();
        }
    }

    @Test
    void refusesToRotateBeforeTheLastRotationCameToItsTime() throws IOException {
        KeyRing ring = shared().here();
        ring.rotate(Duration.ofMinutes(10));
        byte[] before = Files.readAllBytes(file());
        assertRefused(KeyRingException.Reason.NOT_NOW, () -> ring.rotate(Duration.ofMinutes(10)));
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        clock.advance(Duration.ofMinutes(10));
        KeyId third = ring.rotate(Duration.ofMinutes(10));
        assertThat(ring.nextId()).contains(third);
        assertThat(ring.ids()).hasSize(3);
    }

    @Test
    void looksAtTheFileForAKeyThatItDoesNotKnow() throws SealException {
        Shared rings = shared();
        KeyId second = rings.here().rotate();
        Seal here = new Seal(rings.here(), new SecureRandom());
        Seal there = new Seal(rings.there(), new SecureRandom());
        byte[] sealed = here.seal("ns", "key", 1, new byte[] {7});
        assertThat(Seal.keyOf(sealed)).contains(second);
        assertThat(there.open("ns", "key", 1, sealed)).containsExactly(7);
    }

    @Test
    void allThreadsThatMeetANewKeyAtOnceGetToKnowIt() throws InterruptedException {
        Shared rings = shared();
        try (Together threads = new Together()) {
            for (int round = 0; round < 100; round++) {
                KeyId added = rings.here().rotate();
                assertThat(threads.run(8, _ -> rings.there().has(added))).doesNotContain(false);
            }
        }
    }

    @Test
    void keepsWhatItReadWhenTheFileIsGoneDamagedOrAnotherRing() throws IOException {
        Shared rings = shared();
        KeyId first = rings.here().activeId();
        byte[] sound = Files.readAllBytes(file());
        Path another = folder.resolve("another");
        KeyRing.openOrCreate(another);
        List<byte[]> contents =
                List.of(
                        new byte[0],
                        Arrays.copyOf(sound, sound.length - 1),
                        Files.readAllBytes(another));
        for (byte[] content : contents) {
            Files.write(file(), content);
            assertThat(rings.there().refresh()).isFalse();
            assertThat(rings.there().activeId()).isEqualTo(first);
        }
        Files.delete(file());
        assertThat(rings.there().refresh()).isFalse();
        assertThat(rings.there().has(first)).isTrue();
        assertThat(rings.there().has(new KeyId((first.value() ^ 1) | 2))).isFalse();
    }

    @Test
    void retiresOnlyWhatNothingIsSealedUnderAnyMore() {
        Shared rings = shared();
        KeyRing ring = rings.here();
        KeyId first = ring.activeId();
        assertRefused(KeyRingException.Reason.NOT_NOW, () -> ring.retire(first));
        KeyId second = ring.rotate(Duration.ofMinutes(10));
        assertThat(rings.there().refresh()).isTrue();
        assertRefused(KeyRingException.Reason.NOT_NOW, () -> ring.retire(first));
        assertRefused(KeyRingException.Reason.NOT_NOW, () -> ring.retire(second));
        clock.advance(Duration.ofMinutes(10));
        assertRefused(KeyRingException.Reason.NOT_NOW, () -> ring.retire(first));
        clock.advance(KeyRing.KEPT);
        ring.retire(first);
        assertThat(ring.ids()).containsExactly(second);
        assertThat(ring().activeId()).isEqualTo(second);
        rings.there().refresh();
        assertThat(rings.there().has(first)).isFalse();
        assertRefused(KeyRingException.Reason.UNKNOWN_KEY, () -> ring.retire(first));
    }

    @Test
    void opensOneRingForAllWhoMakeItAtOnce() throws InterruptedException {
        try (Together threads = new Together()) {
            for (int round = 0; round < 20; round++) {
                Path file = folder.resolve("ring" + round);
                assertThat(
                                threads.run(8, _ -> KeyRing.openOrCreate(file).activeId()).stream()
                                        .distinct())
                        .hasSize(1);
            }
        }
    }

    @Test
    void derivesUnrelatedKeysForPurposesAndKeys() {
        KeyRing ring = KeyRing.openOrCreate(file());
        KeyId first = ring.activeId();
        KeyId second = ring.rotate();
        assertThat(ring.derive("a", first)).isEqualTo(ring.derive("a", first));
        assertThat(ring.derive("a", first)).isNotEqualTo(ring.derive("b", first));
        assertThat(ring.derive("a", first)).isNotEqualTo(ring.derive("a", second));
        assertThat(ring.derive("a", first).length()).isEqualTo(32);
    }

    /// RFC 5869 computed apart from the JDK's KDF: derived keys must never change.
    @Test
    void derivesWithHkdf() throws Exception {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256", "SunJCE");
        mac.init(new javax.crypto.spec.SecretKeySpec(new byte[32], "HmacSHA256"));
        byte[] prk = mac.doFinal(new byte[] {1, 2, 3});
        mac.init(new javax.crypto.spec.SecretKeySpec(prk, "HmacSHA256"));
        byte[] expected = mac.doFinal(new byte[] {9, 8, 1});
        assertThat(JdkCrypto.hkdf(new byte[] {1, 2, 3}, new byte[] {9, 8}, 32)).isEqualTo(expected);
    }

    @Test
    void showsNoKeys() throws IOException {
        KeyRing ring = KeyRing.openOrCreate(file());
        String text = Files.readString(file());
        String secret = text.lines().filter(l -> l.startsWith("key ")).findFirst().orElseThrow();
        String hex = secret.substring(secret.length() - 64);
        StringWriter shown = new StringWriter();
        shown.append(ring.toString()).append(ring.derive("x", ring.activeId()).toString());
        Files.writeString(file(), text.replace("check ", "check 0"));
        assertThatThrownBy(() -> KeyRing.openOrCreate(file()))
                .satisfies(e -> e.printStackTrace(new PrintWriter(shown, true)));
        assertThat(shown.toString()).doesNotContain(hex).doesNotContain(hex.substring(0, 16));
    }
}
