package dev.fiducia.app;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.KeyRingException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// `fiducia key-ring`: the keys that a store is sealed under.
@Command(
        name = "key-ring",
        mixinStandardHelpOptions = true,
        description = "Makes the keys that a store is sealed under.")
final class KeyRingCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description =
                    "Makes a ring with one new key, for replicas that share a store and so have to"
                            + " share the ring. The file is readable by its owner alone.")
    int create(@Parameters(paramLabel = "FILE", description = "Must not exist.") Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw CommandFailure.failed(
                    file + " exists: a ring that is replaced takes with it what it sealed");
        }
        try {
            KeyRing.openOrCreate(file);
        } catch (KeyRingException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
        System.out.println(
                "Made "
                        + file
                        + ". Keep a copy where no copy of the store is: together they are all"
                        + " secrets, and the store is lost without it.");
        return ExitCode.OK;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
