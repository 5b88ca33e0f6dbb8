package dev.fiducia.app;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lint.Submission;

import java.nio.file.Path;

/// A document from a file: its text, or the annotation that carries it.
final class InitdataFile {
    private InitdataFile() {}

    static InitdataDocument read(Path file) {
        try {
            return Submission.of(Input.bytes(file)).document();
        } catch (InitdataException e) {
            throw refused(file.toString(), e);
        }
    }

    static CommandFailure refused(String source, InitdataException e) {
        String place = e.place().map(at -> ": " + at).orElse("");
        return CommandFailure.failed(source + place + ": " + e.code() + ": " + e.getMessage());
    }
}
