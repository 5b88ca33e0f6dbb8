package dev.fiducia.attestation.evidence;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Reads a byte string from its start; what isn't there is refused with the offset.
///
/// Not thread-safe; the bytes must not change while they are read.
public final class ByteCursor {

    private final byte[] bytes;
    private final ByteBuffer in;
    private final String name;
    private final String code;

    private ByteCursor(byte[] bytes, ByteOrder order, String name, String code) {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes).order(order);
        this.name = name;
        this.code = code;
    }

    /// A cursor for big-endian numbers.
    ///
    /// @param name what the bytes are, for places: `quote+0x10`
    /// @param code the code of refusals
    public static ByteCursor bigEndian(byte[] bytes, String name, String code) {
        return new ByteCursor(bytes, ByteOrder.BIG_ENDIAN, name, code);
    }

    /// A cursor for little-endian numbers.
    public static ByteCursor littleEndian(byte[] bytes, String name, String code) {
        return new ByteCursor(bytes, ByteOrder.LITTLE_ENDIAN, name, code);
    }

    /// Where the next byte is.
    public int position() {
        return in.position();
    }

    /// How many bytes are left.
    public int remaining() {
        return in.remaining();
    }

    /// One byte.
    public int u8() throws RefusedException {
        require(1);
        return Byte.toUnsignedInt(in.get());
    }

    /// Two bytes.
    public int u16() throws RefusedException {
        require(2);
        return Short.toUnsignedInt(in.getShort());
    }

    /// Four bytes.
    public long u32() throws RefusedException {
        require(4);
        return Integer.toUnsignedLong(in.getInt());
    }

    /// Eight bytes; values above 2⁶³ come as negative longs.
    public long u64() throws RefusedException {
        require(8);
        return in.getLong();
    }

    /// Eight bytes as the number that they are.
    public BigInteger unsigned64() throws RefusedException {
        return new BigInteger(Long.toUnsignedString(u64()));
    }

    /// So many bytes.
    public byte[] take(int length) throws RefusedException {
        require(length);
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    /// As many bytes as a length field said, which may be more than there are.
    public byte[] take(long length) throws RefusedException {
        if (length > in.remaining()) {
            throw malformed("claims " + length + " bytes, " + in.remaining() + " are left");
        }
        return take((int) length);
    }

    /// The next bytes without moving on.
    public byte[] peek(int length) throws RefusedException {
        require(length);
        return Arrays.copyOfRange(bytes, in.position(), in.position() + length);
    }

    /// Moves on.
    public void skip(int length) throws RefusedException {
        require(length);
        in.position(in.position() + length);
    }

    /// Refuses anything behind the last field.
    public void requireEnd() throws RefusedException {
        if (in.hasRemaining()) {
            throw malformed("has " + in.remaining() + " bytes behind its last field");
        }
    }

    /// A refusal that points to where the cursor is.
    public RefusedException malformed(String what) {
        return RefusedException.at(
                code, "The " + name + " " + what, String.format("%s+0x%x", name, in.position()));
    }

    private void require(int length) throws RefusedException {
        if (length < 0 || in.remaining() < length) {
            throw malformed("ends in the middle of a field");
        }
    }
}
