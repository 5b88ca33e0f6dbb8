package dev.fiducia.app;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A real service over TLS with what the quickstart puts into it, and commands that are run against
/// it as an administrator or a pod VM would.
record Quickstarted(QuickstartFiles files, RunningService service) implements AutoCloseable {

    static Quickstarted in(Path folder) throws Exception {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        QuickstartFiles files = QuickstartFiles.in(folder, crypto);
        RunningService service = RunningService.start(files.config(0));
        new QuickstartStory(files, service.url(), crypto).prepare();
        return new Quickstarted(files, service);
    }

    /// A command of an administrator.
    Terminal.Run run(String... arguments) {
        return Terminal.run(
                joined(
                                joined(List.of(arguments), connection()),
                                List.of("--admin-token-file", files.adminToken().toString()))
                        .toArray(String[]::new));
    }

    /// A pod VM on the simulated processor that asks for a resource.
    Terminal.Run guest(String... arguments) {
        List<String> command =
                List.of(
                        "guest",
                        "get-resource",
                        "--tee",
                        "snp-sim",
                        "--simulator",
                        files.simulator().toString());
        return Terminal.run(
                joined(joined(command, Arrays.asList(arguments)), connection())
                        .toArray(String[]::new));
    }

    /// The options that say where the service is.
    List<String> connection() {
        return List.of(
                "--url", service.url().toString(), "--cert-file", files.certificate().toString());
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    @Override
    public void close() {
        service.close();
    }
}
