package dev.fiducia.attestation.launch.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/// A GUID as firmware stores it: the first three parts lowest byte first, the rest as written.
///
/// @param value the GUID as it is written
public record Guid(UUID value) {

    /// Bytes of a GUID.
    public static final int LENGTH = 16;

    private static final int SPLIT = 8;

    /// The GUID of `8-4-4-4-12` hexadecimal digits.
    public static Guid of(String text) {
        return new Guid(UUID.fromString(text));
    }

    /// The GUID of 16 stored bytes.
    public static Guid read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        long high = Integer.toUnsignedLong(in.getInt());
        high = (high << 16) | Short.toUnsignedLong(in.getShort());
        high = (high << 16) | Short.toUnsignedLong(in.getShort());
        return new Guid(new UUID(high, in.order(ByteOrder.BIG_ENDIAN).getLong(SPLIT)));
    }

    /// Its 16 stored bytes.
    public byte[] stored() {
        long high = value.getMostSignificantBits();
        return ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
