package dev.fiducia.ha.store;

import dev.fiducia.ha.seal.KeyRing;

/// A store that was filled from elsewhere, and read again to see that nothing was lost on the way.
///
/// @param records how many there are
/// @param digest of all of them, see [RecordDigest]
public record StoreCopy(long records, String digest) {

    /// Fills a new store.
    ///
    /// @throws StoreException [StoreException.Reason#CORRUPT] if what is read from it afterwards is
    ///   not what went in; whatever the source throws, with the store left new
    public static StoreCopy make(RecordSource source, StoreLocation to, KeyRing ring) {
        RecordDigest[] given = new RecordDigest[1];
        to.fill(
                ring,
                sink -> {
                    given[0] = new RecordDigest(sink);
                    source.copyTo(given[0]);
                });
        String expected = given[0].hex();
        try (StoreSnapshot filled = to.snapshot(ring)) {
            RecordDigest found = RecordDigest.of(filled);
            if (found.records() != given[0].records() || !found.hex().equals(expected)) {
                throw new StoreException(
                        StoreException.Reason.CORRUPT,
                        "the store "
                                + to.shown()
                                + " does not hold what was written to it: do not use it");
            }
        }
        return new StoreCopy(given[0].records(), expected);
    }
}
