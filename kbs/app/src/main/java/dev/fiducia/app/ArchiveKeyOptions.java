package dev.fiducia.app;

import dev.fiducia.ha.archive.ArchiveKey;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// What an archive is encrypted under.
final class ArchiveKeyOptions {
    @ArgGroup(multiplicity = "1")
    private One one = new One();

    private static final class One {
        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "Key of archives, as `fiducia store create-key` makes it.")
        private @Nullable Path keyFile;

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                description = "File that holds a passphrase, of mode 0600.")
        private @Nullable Path passphraseFile;
    }

    ArchiveKey key() {
        if (one.keyFile != null) {
            return ArchiveKey.ofFile(one.keyFile);
        }
        if (one.passphraseFile != null) {
            return ArchiveKey.ofPassphraseFile(one.passphraseFile);
        }
        throw CommandFailure.usage("give --key-file or --passphrase-file");
    }
}
