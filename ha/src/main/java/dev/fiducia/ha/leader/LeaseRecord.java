package dev.fiducia.ha.leader;

import dev.fiducia.ha.store.StoreException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// What the row says: `1 | holder(16) | term(8) | name (UTF-8, at most 200 bytes)`. A holder of
/// zeros has let it go.
///
/// @param holder drawn at random by each process
/// @param term how many times it was taken
record LeaseRecord(UUID holder, long term, String name) {

    static final UUID NOBODY = new UUID(0, 0);

    private static final byte FORMAT = 1;
    private static final int MAX_NAME = 200;
    private static final int FIXED = 1 + 16 + Long.BYTES;

    boolean isFree() {
        return holder.equals(NOBODY);
    }

    LeaseRecord letGo() {
        return new LeaseRecord(NOBODY, term, name);
    }

    byte[] toBytes() {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_NAME);
        return ByteBuffer.allocate(FIXED + length)
                .put(FORMAT)
                .putLong(holder.getMostSignificantBits())
                .putLong(holder.getLeastSignificantBits())
                .putLong(term)
                .put(text, 0, length)
                .array();
    }

    /// @throws StoreException if the row is of another release or damaged
    static LeaseRecord parse(byte[] stored) {
        if (stored.length < FIXED || stored.length > FIXED + MAX_NAME || stored[0] != FORMAT) {
            throw new StoreException(
                    StoreException.Reason.CORRUPT, "the record of who leads is not understood");
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored, 1, stored.length - 1);
        UUID holder = new UUID(bytes.getLong(), bytes.getLong());
        long term = bytes.getLong();
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        return new LeaseRecord(holder, term, new String(text, StandardCharsets.UTF_8));
    }
}
