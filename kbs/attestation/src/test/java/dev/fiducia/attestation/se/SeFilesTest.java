package dev.fiducia.attestation.se;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SeFilesTest {
    @TempDir Path folder;

    @Test
    void refusesAFolderOfWhichItWouldLeaveFilesOut() throws Exception {
        for (int i = 0; i <= SeFiles.MAX_FILES; i++) {
            Files.createFile(folder.resolve("list" + i));
        }
        SeFiles files = new SeFiles(CryptoSuite.create(CryptoPreference.AUTO));
        assertThatThrownBy(() -> files.lists(List.of(folder)))
                .isInstanceOf(VerifierSetupException.class)
                .hasMessageContaining("more than " + SeFiles.MAX_FILES + " files");
    }
}
