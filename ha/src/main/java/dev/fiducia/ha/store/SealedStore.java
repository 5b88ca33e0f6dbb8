package dev.fiducia.ha.store;

import java.util.Optional;

/// A store that can be moved from one key of its ring to another while it is used.
public interface SealedStore extends RecordStore {

    /// How far sealing anew has come.
    ///
    /// @param done how many records were sealed anew in this step
    /// @param next where to go on; empty once all records were looked at
    record Resealing(int done, Optional<Position> next) {}

    /// A record, in the order of namespaces and keys.
    record Position(String namespace, String key) {
        /// Before the first one.
        public static final Position START = new Position("", "");
    }

    /// Seals some of the records behind a position anew that are not under the active key. Versions
    /// and times stay, and so do caches: the values are the same. A record that is changed at the
    /// same moment is left to whoever changes it.
    Resealing reseal(Position after, int most);

    /// Seals everything anew that is not under the active key. Returns how many records that were.
    default long reseal() {
        long done = 0;
        Optional<Position> at = Optional.of(Position.START);
        while (at.isPresent()) {
            Resealing step = reseal(at.get(), RESEALED_TOGETHER);
            done += step.done();
            at = step.next();
        }
        return done;
    }

    /// Few enough that commits get their turn in between.
    int RESEALED_TOGETHER = 64;
}
