package dev.fiducia.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.GuestException;
import dev.fiducia.kbs.Fiducia;
import dev.fiducia.kbs.StartException;
import dev.fiducia.kbs.config.ConfigException;
import dev.fiducia.kbs.config.CryptoConfig;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Practice before the first real guest: the quickstart's service, on a free port of the loopback
/// address, with a store of its own in a temporary folder, is used by simulated guests. What the
/// virtual machine loads and compiles for them is there when the real service opens its sockets, so
/// that no guest of a replica that was just started waits for it.
///
/// Nothing of the real service takes part: neither its store and keys, nor its environment. It is
/// no check either: when it fails, that is logged, and the service starts.
final class Rehearsal {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int GUESTS = 60;
    private static final List<String> LOGGERS = List.of("dev.fiducia", Logger.ROOT_LOGGER_NAME);

    private final CryptoConfig crypto;
    private final Path temporary;
    private final long deadline;

    private Rehearsal(CryptoConfig crypto, Path temporary, Duration longest) {
        this.crypto = crypto;
        this.temporary = temporary;
        this.deadline = System.nanoTime() + longest.toNanos();
    }

    /// Rehearses as this configuration wants it; where it wants none, does nothing.
    static void before(FiduciaConfig config) {
        before(config, Path.of(System.getProperty("java.io.tmpdir")));
    }

    static void before(FiduciaConfig config, Path temporary) {
        Duration longest = config.management().rehearsal();
        if (longest.isZero()) {
            return;
        }
        long start = System.nanoTime();
        try {
            int guests = quietly(new Rehearsal(config.crypto(), temporary, longest));
            LOG.atInfo()
                    .addKeyValue("guests", guests)
                    .addKeyValue(
                            "milliseconds", Duration.ofNanos(System.nanoTime() - start).toMillis())
                    .log("rehearsed");
        } catch (IOException
                | ConfigException
                | StartException
                | GuestException
                | RuntimeException
                | LinkageError e) {
            LOG.warn("no rehearsal, so that the first guests wait longer: {}", e.toString());
        }
    }

    /// What the simulated guests' service has to say would be taken for the real one's.
    private static int quietly(Rehearsal rehearsal)
            throws IOException, ConfigException, StartException, GuestException {
        List<Logger> loggers =
                LOGGERS.stream().map(name -> (Logger) LoggerFactory.getLogger(name)).toList();
        List<Level> levels = loggers.stream().map(Logger::getLevel).toList();
        loggers.forEach(logger -> logger.setLevel(Level.OFF));
        try {
            return rehearsal.run();
        } finally {
            for (int i = 0; i < loggers.size(); i++) {
                loggers.get(i).setLevel(levels.get(i));
            }
        }
    }

    private int run() throws IOException, ConfigException, StartException, GuestException {
        Path folder = Files.createTempDirectory(temporary, "fiducia-rehearsal-");
        try {
            return serve(folder);
        } finally {
            delete(folder);
        }
    }

    private int serve(Path folder) throws ConfigException, StartException, GuestException {
        CryptoSuite suite = CryptoSuite.create(CryptoPreference.AUTO);
        QuickstartFiles files = QuickstartFiles.in(folder, suite);
        // Parsed, not loaded: the environment is for the real service, and may name its store.
        FiduciaConfig config = FiduciaConfig.parse(files.toml(0) + cryptoSection(), "rehearsal");
        try (Fiducia service = Fiducia.start(config)) {
            URI url = URI.create("https://127.0.0.1:" + service.ports().getFirst());
            QuickstartStory story =
                    new QuickstartStory(
                            files, url, suite, new PrintStream(PrintStream.nullOutputStream()));
            story.prepare();
            AtomicInteger guests = new AtomicInteger();
            story.letMoreAsk(
                    () -> deadline - System.nanoTime() > 0 && guests.incrementAndGet() <= GUESTS);
            return Math.min(guests.get(), GUESTS);
        }
    }

    private String cryptoSection() {
        return """
        [crypto]
        provider = "%s"
        tls_engine = "%s"
        """
                .formatted(word(crypto.provider()), word(crypto.tlsEngine()));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
