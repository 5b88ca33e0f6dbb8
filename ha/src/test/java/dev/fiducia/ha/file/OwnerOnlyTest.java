package dev.fiducia.ha.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

class OwnerOnlyTest {

    @TempDir Path folder;

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void neverCreatesOverAFileOrALink() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        assertThatThrownBy(() -> OwnerOnly.create(file, new byte[1]))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> OwnerOnly.create(link, new byte[1]))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("old");
        assertOnly("file", "link");
    }

    @Test
    void replacesOnlyWhatIsSafe() throws IOException {
        Path file = folder.resolve("file");
        assertThatThrownBy(() -> OwnerOnly.replace(file, new byte[1]))
                .isInstanceOf(NoSuchFileException.class);
        OwnerOnly.create(file, new byte[] {1});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> OwnerOnly.replace(file, new byte[1]))
                .isInstanceOf(UnsafeFileException.class);
        assertThat(file).hasBinaryContent(new byte[] {1});
    }

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> OwnerOnly.folder(file)).isInstanceOf(UnsafeFileException.class);
    }

    @Test
    void createsAndReplacesForTheOwnerAlone() throws IOException {
        Path file = folder.resolve("file");
        OwnerOnly.create(file, new byte[] {1});
        OwnerOnly.replace(file, new byte[] {2});
        assertThat(file).hasBinaryContent(new byte[] {2});
        assertThat(mode(file)).isEqualTo("rw-------");
        assertOnly("file");
    }

    @Test
    void makesFoldersForTheOwnerAloneAndLeavesOthersAsTheyAre() throws IOException {
        Path made = folder.resolve("a").resolve("b");
        OwnerOnly.folder(made);
        assertThat(mode(made)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        OwnerOnly.folder(made);
        assertThat(mode(made)).isEqualTo("rwxr-xr-x");
    }
}
