package dev.fiducia.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The entry point: finds the command and turns what it throws into one line and an exit status.
@Command(
        name = "fiducia",
        version = "fiducia 0.1.0",
        mixinStandardHelpOptions = true,
        description =
                "A Trustee for Confidential Containers: attests pod VMs, releases their secrets.",
        subcommands = {
            ServeCommand.class,
            QuickstartCommand.class,
            InitdataCommand.class,
            AgentPolicyCommand.class,
            ResourceCommand.class,
            PolicyCommand.class,
            ConstraintCommand.class,
            ImageCommand.class,
            ReferenceValueCommand.class,
            GuestCommand.class,
            EvidenceCommand.class,
            CollateralCommand.class,
            AuditCommand.class,
            ClusterCommand.class,
            BenchCommand.class,
            KeyRingCommand.class,
            StoreCommand.class,
            TokenKeyCommand.class,
            DoctorCommand.class,
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage",
            "3:denied, or refused by a verifier",
            "4:the service is not available",
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private Main() {}

    /// Runs one command and exits with its status.
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (exception, command, _) -> explain(exception, command));
    }

    private static int explain(Exception exception, CommandLine command) {
        if (exception instanceof CommandFailure failure) {
            command.getErr().println("fiducia: " + failure.getMessage());
            return failure.exitCode();
        }
        command.getErr().println("fiducia: a bug: " + exception);
        exception.printStackTrace(command.getErr());
        return ExitCode.FAILED;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
