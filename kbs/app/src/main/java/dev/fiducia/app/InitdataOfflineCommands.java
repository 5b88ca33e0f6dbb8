package dev.fiducia.app;

import dev.fiducia.initdata.DecodedAnnotation;
import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `fiducia initdata digest|encode|decode`: what a document is, without any service.
final class InitdataOfflineCommands {
    private InitdataOfflineCommands() {}

    @Command(
            name = "digest",
            mixinStandardHelpOptions = true,
            description =
                    "Offline: the digest of a document, or of the one in an annotation, and what"
                            + " every platform reports.")
    static final class ShowDigest implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "- is standard input.")
        private Path file = Path.of("-");

        @Mixin private OutputOption output;

        @Override
        public Integer call() {
            InitdataReport.print(InitdataReport.of(InitdataFile.read(file)), output);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "encode",
            mixinStandardHelpOptions = true,
            description = "Offline: a document as the value of the pod annotation.")
    static final class Encode implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "- is standard input.")
        private Path file = Path.of("-");

        @Override
        public Integer call() {
            try {
                byte[] raw = Input.bytes(file);
                InitdataDocument.parse(raw);
                System.out.println(InitdataAnnotation.encode(raw));
            } catch (InitdataException e) {
                throw InitdataFile.refused(file.toString(), e);
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "decode",
            mixinStandardHelpOptions = true,
            description = "Offline: the document in a pod annotation's value, to the byte.")
    static final class Decode implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "- is standard input.")
        private Path file = Path.of("-");

        @Override
        public Integer call() {
            try {
                DecodedAnnotation decoded = InitdataAnnotation.decode(Input.text(file).strip());
                if (decoded.isLegacy()) {
                    System.err.println(
                            "note: not compressed, as components before spring 2025 wrote it;"
                                    + " those of today refuse it");
                }
                byte[] raw = decoded.raw();
                System.out.write(raw, 0, raw.length);
                System.out.flush();
            } catch (InitdataException e) {
                throw InitdataFile.refused(file.toString(), e);
            }
            return ExitCode.OK;
        }
    }
}
