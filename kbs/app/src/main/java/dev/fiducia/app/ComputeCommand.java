package dev.fiducia.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fiducia reference-value compute`: what hardware will report, before it does.
@Command(
        name = "compute",
        mixinStandardHelpOptions = true,
        description =
                "Offline: works out the measurements that hardware will report of a guest, from the"
                        + " artefacts that it is started with.",
        subcommands = {
            ComputeSnpCommand.class,
            ComputeTdxCommand.class,
            ComputeUkiCommand.class,
        })
final class ComputeCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Of which hardware?");
    }
}
