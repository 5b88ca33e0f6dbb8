package dev.fiducia.kbs.cluster;

import dev.fiducia.ha.store.ClockDifference;
import dev.fiducia.ha.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Compares this replica's clock with the database's, which is one for all, and says so when it is
/// wrong: what other replicas handed out is then refused here as expired or too early, and nobody
/// would think of the clock. Thread-safe.
public final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    /// What goes unnoticed: half of the leeway of tokens.
    static final Duration MOST = Duration.ofSeconds(30);

    private final Supplier<ClockDifference> difference;
    private volatile Optional<ClockDifference> last = Optional.empty();

    /// @param difference asks the database
    public ClockWatch(Supplier<ClockDifference> difference) {
        this.difference = difference;
    }

    /// What the last look found; empty where the database was away.
    public Optional<ClockDifference> last() {
        return last;
    }

    /// Whether a clock is wrong enough to be noticed.
    static boolean isWrong(ClockDifference found) {
        return found.exceeds(MOST);
    }

    /// Looks now.
    public void look() {
        boolean wasWrong = last.filter(ClockWatch::isWrong).isPresent();
        try {
            ClockDifference now = difference.get();
            last = Optional.of(now);
            if (isWrong(now) && !wasWrong) {
                LOG.warn(
                        "this replica's clock is {} s {} the database's: what other replicas handed"
                                + " out is refused as expired or too early; set the clock",
                        now.ahead().abs().toSeconds(),
                        now.ahead().isNegative() ? "behind" : "ahead of");
            } else if (wasWrong && !isWrong(now)) {
                LOG.info("this replica's clock agrees with the database's again");
            }
        } catch (StoreException _) {
            // What is wrong with the database is said by those who need it.
            last = Optional.empty();
        }
    }
}
