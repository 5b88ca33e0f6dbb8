package dev.fiducia.app;

import dev.fiducia.ha.seal.KeyId;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.KeyRingException;
import dev.fiducia.ha.store.StoreSnapshot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;

/// `fiducia key-ring`: the keys that a store is sealed under.
@Command(
        name = "key-ring",
        mixinStandardHelpOptions = true,
        description = "Makes, shows and rotates the keys that a store is sealed under.")
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

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows the ids of the keys, and which one is active. Never a key.")
    int show(@Parameters(paramLabel = "FILE") Path file) {
        return StoreCommand.run(() -> {
            print(KeyRing.open(file));
            return ExitCode.OK;
        });
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Adds a new key. Services take it up within seconds and go on; it is active, for"
                        + " challenges, sessions and everything that is stored, when the overlap"
                        + " is over.",
                "Replicas with a copy of the file of their own have to have the new one by then."
            })
    int rotate(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--overlap",
                            defaultValue = "PT1H",
                            paramLabel = "DURATION",
                            description = "Such as PT10M or PT1H (default: ${DEFAULT-VALUE}).")
                    Duration overlap) {
        if (overlap.isNegative()) {
            throw CommandFailure.usage("--overlap is not negative");
        }
        return StoreCommand.run(() -> {
            KeyRing ring = KeyRing.open(file);
            ring.rotate(overlap);
            print(ring);
            return ExitCode.OK;
        });
    }

    @Command(
            name = "retire",
            mixinStandardHelpOptions = true,
            description = {
                "Removes a key from the ring of a configuration, once nothing in the store is sealed"
                        + " under it. Services seal anew what is old within minutes after a rotation;"
                        + " `fiducia store reseal` does so at once.",
                "Backups need no ring. Copies of the database from before do: keep a copy of the ring"
                        + " for as long as you keep those."
            })
    int retire(
            @Mixin StoreOptions options,
            @Parameters(paramLabel = "KEY", description = "Eight hexadecimal digits.") String id) {
        if (!id.matches("[0-9a-f]{8}") || id.equals("00000000")) {
            throw CommandFailure.usage("a key is named by eight hexadecimal digits");
        }
        KeyId key = new KeyId(HexFormat.fromHexDigits(id));
        return StoreCommand.run(() -> {
            StoreOptions.Store store = options.store();
            KeyRing ring = store.ring();
            long sealed;
            try (StoreSnapshot snapshot = store.location().snapshot(ring)) {
                sealed = snapshot.sealedUnder().getOrDefault(key, 0L);
            }
            if (sealed > 0) {
                throw CommandFailure.failed(
                        sealed
                                + " records are sealed under the key "
                                + id
                                + ": fiducia store reseal first");
            }
            ring.retire(key);
            print(ring);
            return ExitCode.OK;
        });
    }

    private static void print(KeyRing ring) {
        for (KeyId id : ring.ids()) {
            String state =
                    id.equals(ring.activeId())
                            ? "active"
                            : ring.nextId().filter(id::equals).isPresent()
                                    ? "active from " + ring.nextAt().orElseThrow() + " on"
                                    : "opens what was sealed under it";
            System.out.println(id + "  " + state);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
