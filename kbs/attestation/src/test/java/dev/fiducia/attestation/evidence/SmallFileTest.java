package dev.fiducia.attestation.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SmallFileTest {

    @TempDir Path folder;

    @Test
    void refusesOneThatIsLargerAndOneThatIsNotThere() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[9]);
        assertThatThrownBy(() -> SmallFile.read(file, 8))
                .isInstanceOf(IOException.class)
                .hasMessage("larger than 8 bytes");
        assertThatThrownBy(() -> SmallFile.read(folder.resolve("none"), 8))
                .isInstanceOf(IOException.class);
    }

    @Test
    void readsTheWhole() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
        assertThat(SmallFile.read(file, 3)).containsExactly(1, 2, 3);
    }
}
