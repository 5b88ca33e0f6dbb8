package dev.fiducia.ha.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/// SHA-256 over all records of a store, versions and times included: two stores of one digest hold
/// the same, however it is sealed. Passes on what it is given.
public final class RecordDigest implements RecordSink {

    private final RecordSink next;
    private final MessageDigest digest;
    private long records;

    /// @param next gets everything
    public RecordDigest(RecordSink next) {
        this.next = next;
        try {
            this.digest = MessageDigest.getInstance("SHA-256", "SUN");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 does not work in this runtime", e);
        }
    }

    /// The digest of what a source gives.
    public static RecordDigest of(RecordSource source) {
        RecordDigest digest =
                new RecordDigest(
                        new RecordSink() {
                            @Override
                            public void begin(StoreState state) {}

                            @Override
                            public void put(Namespace ns, StoredRecord stored) {}

                            @Override
                            public void end() {}
                        });
        source.copyTo(digest);
        return digest;
    }

    public long records() {
        return records;
    }

    /// The digest of what was given so far, in lower-case hexadecimal. Asked once.
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void begin(StoreState state) {
        next.begin(state);
    }

    @Override
    public void put(Namespace ns, StoredRecord stored) {
        text(ns.name());
        text(stored.key());
        digest.update(
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(stored.version())
                        .putLong(stored.changed().toEpochMilli())
                        .array());
        bytes(stored.value());
        records++;
        next.put(ns, stored);
    }

    @Override
    public void end() {
        next.end();
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
