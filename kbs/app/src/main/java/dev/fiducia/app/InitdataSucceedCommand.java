package dev.fiducia.app;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.rotation.Succession;
import dev.fiducia.initdata.rotation.Succession.SuccessionException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `fiducia initdata succeed`: the next document, with another certificate.
@Command(
        name = "succeed",
        mixinStandardHelpOptions = true,
        description =
                "Offline: the document with a certificate replaced and every other byte as it was.")
final class InitdataSucceedCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "The document or its annotation; - is standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--replace",
            required = true,
            paramLabel = "SHA256",
            description = "The old certificate's fingerprint, as `certificates` shows it.")
    private String fingerprint = "";

    @Option(
            names = "--by",
            required = true,
            paramLabel = "PEM",
            description = "The file with the new certificate.")
    private Path fresh = Path.of("-");

    @Override
    public Integer call() {
        try {
            InitdataDocument successor =
                    Succession.replace(InitdataFile.read(file), fingerprint, Input.text(fresh));
            System.out.write(successor.raw(), 0, successor.size());
            System.out.flush();
            return ExitCode.OK;
        } catch (SuccessionException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }
}
