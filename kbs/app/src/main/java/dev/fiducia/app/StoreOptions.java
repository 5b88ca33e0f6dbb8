package dev.fiducia.app;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.StoreLocation;
import dev.fiducia.kbs.config.ConfigException;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.StoreConfig;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Which store: that of a service's configuration.
final class StoreOptions {
    @Option(
            names = {"-c", "--config-file"},
            defaultValue = "${env:KBS_CONFIG_FILE}",
            paramLabel = "FILE",
            description = "Configuration of the service (KBS_CONFIG_FILE), for [store].")
    private @Nullable Path configFile;

    /// A store and the file of its ring.
    record Store(StoreLocation location, Path ringFile) {

        /// The ring that the store is sealed under.
        KeyRing ring() {
            return KeyRing.open(ringFile);
        }

        /// The same, or a new one for a new store.
        KeyRing ringOrNew() {
            return KeyRing.openOrCreate(ringFile);
        }
    }

    Store store() {
        if (configFile == null) {
            throw CommandFailure.usage("which store? Give --config-file FILE");
        }
        return store(configFile);
    }

    static Store store(Path file) {
        try {
            StoreConfig config = FiduciaConfig.load(file).store();
            StoreLocation location =
                    config.postgresql()
                            .<StoreLocation>map(StoreLocation.Shared::new)
                            .orElseGet(() -> new StoreLocation.Embedded(config.path()));
            return new Store(location, config.keyRing());
        } catch (ConfigException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        }
    }
}
