package dev.fiducia.app;

import dev.fiducia.initdata.DecodedAnnotation;
import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.manifest.CarriedInitdata;
import dev.fiducia.initdata.manifest.ManifestException;
import dev.fiducia.initdata.manifest.ManifestReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia initdata extract`: the documents in manifests.
@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        description =
                "Offline: lists the initdata in a manifest (pods, templates, peer-pods ConfigMap), or"
                        + " prints one document to the byte.")
final class InitdataExtractCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "YAML or JSON; - is standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--index",
            paramLabel = "N",
            description = "Print the document of this line of the list, from 1.")
    private int index;

    @Override
    public Integer call() {
        List<CarriedInitdata> carried = read();
        if (index > 0) {
            print(carried);
            return ExitCode.OK;
        }
        int number = 0;
        int failed = 0;
        for (CarriedInitdata each : carried) {
            number++;
            System.out.printf("%d  %s  %s.%s%n", number, each.object(), each.path(), each.key());
            try {
                System.out.println("   " + describe(each));
            } catch (InitdataException e) {
                failed++;
                System.out.println("   " + e.code() + ": " + e.getMessage());
            }
        }
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<CarriedInitdata> read() {
        try {
            List<CarriedInitdata> carried = ManifestReader.read(Input.text(file));
            if (carried.isEmpty()) {
                throw CommandFailure.failed(file + " carries no initdata");
            }
            return carried;
        } catch (ManifestException e) {
            throw CommandFailure.failed(file + ": " + e.getMessage());
        }
    }

    private void print(List<CarriedInitdata> carried) {
        if (index > carried.size()) {
            throw CommandFailure.failed("there are only " + carried.size());
        }
        CarriedInitdata chosen = carried.get(index - 1);
        if (chosen.isUnmeasuredPolicy()) {
            throw CommandFailure.failed("this is an agent policy beside the initdata, no document");
        }
        try {
            byte[] raw = InitdataAnnotation.decode(chosen.value()).raw();
            System.out.write(raw, 0, raw.length);
            System.out.flush();
        } catch (InitdataException e) {
            throw InitdataFile.refused(chosen.object(), e);
        }
    }

    private static String describe(CarriedInitdata each) throws InitdataException {
        if (each.isUnmeasuredPolicy()) {
            return "an agent policy that nothing measures: put it in the initdata";
        }
        DecodedAnnotation decoded = InitdataAnnotation.decode(each.value());
        InitdataDocument document = InitdataDocument.parse(decoded.raw());
        return document.algorithm().wireName()
                + ":"
                + document.digest().hex()
                + (decoded.isLegacy() ? "  (not compressed: components of today refuse it)" : "")
                + (each.key().equals(InitdataAnnotation.LEGACY_KEY)
                        ? "  (old annotation name, which nothing reads)"
                        : "");
    }
}
