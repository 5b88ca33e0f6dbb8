package dev.fiducia.ha.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fiducia.ha.archive.ArchiveException.Reason;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordSink;
import dev.fiducia.ha.store.RecordSource;
import dev.fiducia.ha.store.StoreState;
import dev.fiducia.ha.store.StoredRecord;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Archives give back what was put in, and nothing of one that anybody touched counts.
class ArchiveTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
    private static final int SEALED_CHUNK = ChunkCipher.CHUNK + ChunkCipher.TAG;
    private static final Namespace NS = new Namespace("repository");

    @TempDir private Path folder;
    private ArchiveKey key;

    @BeforeEach
    void makeKey() {
        ArchiveKey.create(folder.resolve("key"));
        key = ArchiveKey.ofFile(folder.resolve("key"));
    }

    /// Keeps what it is given.
    private static final class Kept implements RecordSink {
        private final List<StoredRecord> records = new ArrayList<>();
        private StoreState state = new StoreState(0, Map.of());
        private boolean ended;

        @Override
        public void begin(StoreState begun) {
            state = begun;
        }

        @Override
        public void put(Namespace ns, StoredRecord stored) {
            assertThat(ns).isEqualTo(NS);
            records.add(stored);
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    /// Records of many sizes, some larger than a chunk.
    private static RecordSource records(int count) {
        return sink -> {
            Random random = new Random(1);
            sink.begin(new StoreState(500, Map.of(NS, 400L, new Namespace("gone"), 500L)));
            for (int i = 0; i < count; i++) {
                byte[] value = new byte[i % 17 == 3 ? 150_000 : random.nextInt(3000)];
                random.nextBytes(value);
                String name = "key/%05d/ü".formatted(i);
                sink.put(NS, new StoredRecord(name, 1 + i, value, NOW.plusSeconds(i)));
            }
            sink.end();
        };
    }

    private byte[] archive(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records(count).copyTo(new ArchiveWriter(out, key, NOW));
        return out.toByteArray();
    }

    private static Kept read(byte[] archive, ArchiveKey key) {
        Kept kept = new Kept();
        ArchiveReader.open(new ByteArrayInputStream(archive), key).copyTo(kept);
        return kept;
    }

    private void refuses(String what, byte[] archive, Reason... reasons) {
        Kept kept = new Kept();
        ArchiveException refused =
                catchThrowableOfType(
                        ArchiveException.class,
                        () ->
                                ArchiveReader.open(new ByteArrayInputStream(archive), key)
                                        .copyTo(kept));
        assertThat(refused).as(what).isNotNull();
        assertThat(refused.reason()).as(what).isIn((Object[]) reasons);
        assertThat(kept.ended).as(what).isFalse();
    }

    @Test
    void givesBackWhatWasPutIn() {
        Kept expected = new Kept();
        records(60).copyTo(expected);
        Kept kept = read(archive(60), key);
        assertThat(kept.ended).isTrue();
        assertThat(kept.state).isEqualTo(expected.state);
        assertThat(kept.records).isEqualTo(expected.records);
    }

    @Test
    void showsNothingOfWhatItHolds() {
        byte[] value = "eight by eight by eight".repeat(20).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveWriter writer = new ArchiveWriter(out, key, NOW);
        writer.begin(new StoreState(1, Map.of(NS, 1L)));
        writer.put(NS, new StoredRecord("name-of-a-secret", 1, value, NOW));
        writer.end();
        assertThat(out.toString(StandardCharsets.ISO_8859_1))
                .startsWith("FIDUCIA ARCHIVE\n")
                .doesNotContain("eight", "name-of", "repository");
    }

    @Test
    void refusesAnArchiveOfWhichAnyBitIsFlipped() {
        byte[] archive = archive(30);
        Random random = new Random(2);
        for (int i = 0; i < 400 + ArchiveHeader.LENGTH; i++) {
            int at = i < ArchiveHeader.LENGTH ? i : random.nextInt(archive.length);
            byte[] flipped = archive.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            refuses(
                    "flipped at " + at,
                    flipped,
                    Reason.NOT_AN_ARCHIVE,
                    Reason.OTHER_VERSION,
                    Reason.WRONG_KEY,
                    Reason.DAMAGED);
        }
    }

    @Test
    void refusesAnArchiveThatWasCutAnywhere() {
        byte[] archive = archive(30);
        Random random = new Random(3);
        List<Integer> lengths = new ArrayList<>(List.of(0, 1, ArchiveHeader.LENGTH));
        for (int at = ArchiveHeader.LENGTH; at < archive.length; at += SEALED_CHUNK) {
            lengths.addAll(List.of(at, at + 1, at + ChunkCipher.TAG));
        }
        lengths.add(archive.length - 1);
        random.ints(100, 0, archive.length).forEach(lengths::add);
        for (int length : lengths) {
            refuses(
                    "cut to " + length,
                    Arrays.copyOf(archive, Math.min(length, archive.length - 1)),
                    Reason.NOT_AN_ARCHIVE,
                    Reason.WRONG_KEY,
                    Reason.DAMAGED);
        }
    }

    @Test
    void refusesAnArchiveThatWasExtended() {
        byte[] archive = archive(30);
        for (int more : new int[] {1, ChunkCipher.TAG, SEALED_CHUNK, 3 * SEALED_CHUNK}) {
            refuses(
                    "longer by " + more,
                    Arrays.copyOf(archive, archive.length + more),
                    Reason.DAMAGED);
        }
        byte[] twice = Arrays.copyOf(archive, 2 * archive.length - ArchiveHeader.LENGTH);
        System.arraycopy(
                archive,
                ArchiveHeader.LENGTH,
                twice,
                archive.length,
                archive.length - ArchiveHeader.LENGTH);
        refuses("its chunks twice", twice, Reason.DAMAGED);
    }

    @Test
    void refusesChunksThatWereSwappedLeftOutRepeatedOrTakenFromAnother() {
        byte[] archive = archive(60);
        byte[] other = archive(60);
        int chunks = (archive.length - ArchiveHeader.LENGTH) / SEALED_CHUNK;
        assertThat(chunks).isGreaterThan(4);
        byte[] swapped = archive.clone();
        System.arraycopy(archive, chunk(1), swapped, chunk(2), SEALED_CHUNK);
        System.arraycopy(archive, chunk(2), swapped, chunk(1), SEALED_CHUNK);
        refuses("swapped", swapped, Reason.DAMAGED);
        byte[] missing = Arrays.copyOf(archive, archive.length - SEALED_CHUNK);
        System.arraycopy(archive, chunk(3), missing, chunk(2), archive.length - chunk(3));
        refuses("left out", missing, Reason.DAMAGED);
        byte[] repeated = archive.clone();
        System.arraycopy(archive, chunk(1), repeated, chunk(2), SEALED_CHUNK);
        refuses("repeated", repeated, Reason.DAMAGED);
        byte[] foreign = archive.clone();
        System.arraycopy(other, chunk(2), foreign, chunk(2), SEALED_CHUNK);
        refuses("of another archive", foreign, Reason.DAMAGED);
    }

    private static int chunk(int number) {
        return ArchiveHeader.LENGTH + number * SEALED_CHUNK;
    }

    @Test
    void refusesAnotherKey() {
        ArchiveKey.create(folder.resolve("other"));
        ArchiveKey other = ArchiveKey.ofFile(folder.resolve("other"));
        byte[] archive = archive(3);
        assertThatThrownBy(() -> read(archive, other))
                .isInstanceOfSatisfying(
                        ArchiveException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY));
    }

    @Test
    void refusesAnArchiveOfAnotherReleaseByName() {
        byte[] archive = archive(3);
        for (int at : new int[] {17, 19}) {
            byte[] other = archive.clone();
            other[at]++;
            refuses("version at " + at, other, Reason.OTHER_VERSION);
        }
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        refuses("empty", new byte[0], Reason.NOT_AN_ARCHIVE);
        refuses("zeros", new byte[100_000], Reason.NOT_AN_ARCHIVE);
        refuses("text", Files.readAllBytes(folder.resolve("key")), Reason.NOT_AN_ARCHIVE);
    }

    @Test
    void spendsNoMoreMemoryThanAPassphraseNeeds() {
        byte[] archive = archive(1);
        archive[28] = 2; // a passphrase
        for (int memory : new int[] {0, 7, 1 << 20, Integer.MAX_VALUE, -1}) {
            ByteBuffer.wrap(archive).putInt(29, memory).put(33, (byte) 3).put(34, (byte) 1);
            refuses("memory " + memory, archive, Reason.DAMAGED);
        }
    }

    @Test
    void opensByThePassphraseItWasMadeUnderAlone() throws IOException {
        ArchiveKey phrase = passphrase("correct horse battery staple\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records(3).copyTo(new ArchiveWriter(out, phrase, NOW));
        // The line feed at the end is an editor's.
        assertThat(read(out.toByteArray(), passphrase("correct horse battery staple")).records)
                .hasSize(3);
        refusesToOpen(out.toByteArray(), passphrase("correct horse battery stable"));
        refusesToOpen(out.toByteArray(), key);
        refusesToOpen(archive(1), phrase);
    }

    private static void refusesToOpen(byte[] archive, ArchiveKey with) {
        assertThatThrownBy(() -> read(archive, with))
                .isInstanceOfSatisfying(
                        ArchiveException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY));
    }

    @Test
    void makesNoArchiveUnderAShortPassphrase() throws IOException {
        ArchiveKey phrase = passphrase("fifteen letters");
        assertThatThrownBy(() -> ArchiveFile.write(folder.resolve("a"), phrase, NOW, records(1)))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("at least 16");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private ArchiveKey passphrase(String text) throws IOException {
        Path file = folder.resolve("phrase");
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return ArchiveKey.ofPassphraseFile(Files.writeString(file, text));
    }

    @Test
    void writesAFileForItsOwnerAloneAndNeverOverOne() throws IOException {
        Path file = folder.resolve("archive");
        assertThat(ArchiveFile.write(file, key, NOW, records(5))).isEqualTo(5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> ArchiveFile.write(file, key, NOW, records(5)))
                .hasMessageContaining("exists");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void leavesNoFileBehindWhenTheSourceFails() throws IOException {
        Path file = folder.resolve("archive");
        RecordSource failing =
                sink -> {
                    sink.begin(new StoreState(0, Map.of()));
                    throw new IllegalStateException("the source is gone");
                };
        assertThatThrownBy(() -> ArchiveFile.write(file, key, NOW, failing))
                .hasMessage("the source is gone");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("key"));
        }
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            assertThatThrownBy(() -> records(30).copyTo(new ArchiveWriter(full, key, NOW)))
                    .isInstanceOfSatisfying(
                            ArchiveException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.IO))
                    .hasMessageContaining("No space left");
        }
    }

    @Test
    void refusesKeyFilesThatWereChangedOrThatOthersMayRead() throws IOException {
        Path file = folder.resolve("key");
        byte[] text = Files.readAllBytes(file);
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            byte[] mutated =
                    switch (i % 3) {
                        case 0 -> Arrays.copyOf(text, random.nextInt(text.length));
                        case 1 -> Arrays.copyOf(text, text.length + 1 + random.nextInt(9));
                        default -> text.clone();
                    };
            if (i % 3 == 2) {
                // A digit that becomes another one makes another key; anything else no key.
                mutated[random.nextInt(text.length)] = (byte) 'Q';
            }
            Files.write(file, mutated);
            assertThatThrownBy(() -> ArchiveKey.ofFile(file))
                    .isInstanceOfSatisfying(
                            ArchiveException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.UNUSABLE_KEY));
        }
        Files.write(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> ArchiveKey.ofFile(file)).hasMessageContaining("chmod 600");
    }
}
