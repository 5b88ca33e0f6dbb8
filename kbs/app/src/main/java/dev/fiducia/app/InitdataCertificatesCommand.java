package dev.fiducia.app;

import dev.fiducia.initdata.rotation.EmbeddedCertificate;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia initdata certificates`: what a document pins, and until when that works.
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        description = "Offline: the certificates in a document and when they expire.",
        footer = "%nFails when one expires within the time of --within.")
final class InitdataCertificatesCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "The document or its annotation; - is standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--within",
            defaultValue = "30",
            paramLabel = "DAYS",
            description = "How far to look ahead (default: ${DEFAULT-VALUE}).")
    private int days;

    @Override
    public Integer call() {
        List<EmbeddedCertificate> found = EmbeddedCertificate.of(InitdataFile.read(file));
        Instant limit = Instant.now().plus(Duration.ofDays(days));
        boolean isFine = true;
        for (EmbeddedCertificate each : found) {
            boolean expires = each.notAfter().isBefore(limit);
            isFine &= !expires;
            System.out.printf(
                    "%s  %s  %s  until %s  %s%s%n",
                    each.sha256(),
                    each.file(),
                    each.path(),
                    each.notAfter(),
                    each.certificate().getSubjectX500Principal(),
                    expires ? "  EXPIRES" : "");
        }
        return isFine ? ExitCode.OK : ExitCode.FAILED;
    }
}
