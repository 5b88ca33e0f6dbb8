package dev.fiducia.policy.constraint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder on disk as the files of suites.
record FolderFiles(Path root) implements SuiteFiles {
    @Override
    public String read(String path) throws SuiteFileException {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException e) {
            throw new SuiteFileException("cannot be read: " + e.getMessage());
        }
    }
}
