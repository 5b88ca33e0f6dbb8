package dev.fiducia.ha.singleuse;

/// What an attempt to use something came to.
public sealed interface Consumption {

    /// The caller is the one who used it.
    ///
    /// @param version names this use towards [SingleUse#complete]
    record Won(String id, long version) implements Consumption {}

    /// It was used before.
    ///
    /// @param payload what the user of then stored last
    @SuppressWarnings("ArrayRecordComponent") // never compared; copied both ways
    record AlreadyConsumed(byte[] payload) implements Consumption {

        public AlreadyConsumed {
            payload = payload.clone();
        }

        @Override
        public byte[] payload() {
            return payload.clone();
        }

        @Override
        public String toString() {
            return "AlreadyConsumed[" + payload.length + " bytes]";
        }
    }

    /// Its time is over, whether it was used or not.
    record Expired() implements Consumption {}

    /// It expires later than anything that is handed out now: the clock of who made it is ahead of
    /// this one, or this one was set back. It may have been marked as used.
    record Early() implements Consumption {}
}
