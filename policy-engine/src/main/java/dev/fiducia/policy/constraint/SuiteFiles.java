package dev.fiducia.policy.constraint;

/// The files that a suite may use: a folder that the suite cannot leave.
@FunctionalInterface
public interface SuiteFiles {
    /// The text of a file.
    ///
    /// @param path relative to the folder, with `/`, without empty parts, `.` or `..`
    /// @throws SuiteFileException when there is no such file or it can't be read
    String read(String path) throws SuiteFileException;
}
