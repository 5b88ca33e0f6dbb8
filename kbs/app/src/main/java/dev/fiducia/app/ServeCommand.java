package dev.fiducia.app;

import dev.fiducia.kbs.config.ConfigException;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `fiducia serve`: the service, until it is told to stop.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the service. Trustee's kbs-config.toml works as it is.")
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config-file"},
            defaultValue = "${env:KBS_CONFIG_FILE}",
            paramLabel = "FILE",
            description = "Configuration (KBS_CONFIG_FILE); without one, safe defaults.")
    private @Nullable Path configFile;

    @Override
    public Integer call() throws InterruptedException {
        FiduciaConfig config = load();
        Rehearsal.before(config);
        try (RunningService service = RunningService.start(config)) {
            System.out.println("Serving on " + service.url());
            service.awaitStop();
        }
        return ExitCode.OK;
    }

    private FiduciaConfig load() {
        try {
            return configFile == null
                    ? FiduciaConfig.parse("", "defaults")
                    : FiduciaConfig.load(configFile);
        } catch (ConfigException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }
}
