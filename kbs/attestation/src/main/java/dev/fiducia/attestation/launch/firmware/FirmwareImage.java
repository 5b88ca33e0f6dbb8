package dev.fiducia.attestation.launch.firmware;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An OVMF image, which is mapped so that it ends at 4 GiB, and the table of what it tells the VMM.
///
/// The table lies below the last 32 bytes and is read backwards: each entry is its data, the length
/// of the whole entry (`u16`) and a GUID; the last one describes the table itself.
public final class FirmwareImage {

    /// Largest image that is looked at; today's have 4 MiB.
    public static final int MAX_LENGTH = 64 << 20;

    /// What images are measured in.
    public static final int PAGE = 4096;

    private static final String CODE = "firmware-malformed";
    private static final Guid FOOTER = Guid.of("96b582de-1fb2-45f7-baea-a366c55a082d");
    private static final int BEHIND_TABLE = 32;
    private static final int ENTRY_TAIL = 2 + Guid.LENGTH;
    private static final int MAX_ENTRIES = 64;
    private static final long END = 1L << 32;

    private final byte[] bytes;
    private final Map<Guid, byte[]> table;

    private FirmwareImage(byte[] bytes, Map<Guid, byte[]> table) {
        this.bytes = bytes;
        this.table = table;
    }

    /// Parses an image. The bytes must not change afterwards.
    public static FirmwareImage parse(byte[] bytes) throws RefusedException {
        if (bytes.length == 0 || bytes.length % PAGE != 0 || bytes.length > MAX_LENGTH) {
            throw malformed(
                    "has "
                            + bytes.length
                            + " bytes: an OVMF image is whole pages of 4096 bytes, at most "
                            + MAX_LENGTH
                            + "; give the file that the VMM gets, unpacked",
                    0);
        }
        int end = bytes.length - BEHIND_TABLE;
        if (!guid(bytes, end - Guid.LENGTH).equals(FOOTER)) {
            throw malformed(
                    "has no table of GUIDs at its end: give an OVMF image (OVMF.fd or"
                            + " OVMF_CODE.fd), not variables nor another firmware",
                    end - Guid.LENGTH);
        }
        int length = u16(bytes, end - ENTRY_TAIL);
        if (length < ENTRY_TAIL || length > end) {
            throw malformed("has a table of " + length + " bytes", end - ENTRY_TAIL);
        }
        return new FirmwareImage(bytes, entries(bytes, end - length, end - ENTRY_TAIL));
    }

    /// The data of an entry; empty where the image has none of this GUID.
    public Optional<byte[]> entry(Guid guid) {
        return Optional.ofNullable(table.get(guid)).map(byte[]::clone);
    }

    /// The number that an entry begins with.
    ///
    /// @param name what the entry is, for refusals
    public Optional<Long> number(Guid guid, String name) throws RefusedException {
        byte[] data = table.get(guid);
        return data == null
                ? Optional.empty()
                : Optional.of(ByteCursor.littleEndian(data, name, CODE).u32());
    }

    /// Guest-physical address of the first byte.
    public long base() {
        return END - bytes.length;
    }

    /// Bytes of the image.
    public int length() {
        return bytes.length;
    }

    /// A part of the image.
    ///
    /// @param name what is there, for refusals
    public byte[] part(long offset, long length, String name) throws RefusedException {
        if (offset < 0 || length < 0 || offset > bytes.length || length > bytes.length - offset) {
            throw malformed(
                    "claims " + length + " bytes of " + name + ", which it doesn't have", offset);
        }
        return Arrays.copyOfRange(bytes, (int) offset, (int) (offset + length));
    }

    /// What begins so many bytes before the image's end.
    ///
    /// @param name what is there, for refusals
    public ByteCursor fromEnd(long distance, String name) throws RefusedException {
        byte[] rest = part(bytes.length - distance, distance, name);
        return ByteCursor.littleEndian(rest, name, CODE);
    }

    private static Map<Guid, byte[]> entries(byte[] bytes, int start, int end)
            throws RefusedException {
        Map<Guid, byte[]> table = new HashMap<>();
        int at = end;
        while (at > start) {
            if (at - start < ENTRY_TAIL || table.size() == MAX_ENTRIES) {
                throw malformed("has a table that isn't made of entries", at);
            }
            int length = u16(bytes, at - ENTRY_TAIL);
            if (length < ENTRY_TAIL || length > at - start) {
                throw malformed("has an entry of " + length + " bytes in its table", at);
            }
            Guid guid = guid(bytes, at - Guid.LENGTH);
            byte[] data = Arrays.copyOfRange(bytes, at - length, at - ENTRY_TAIL);
            if (table.putIfAbsent(guid, data) != null) {
                throw malformed("has the entry " + guid + " twice", at);
            }
            at -= length;
        }
        return Map.copyOf(table);
    }

    private static int u16(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) | (Byte.toUnsignedInt(bytes[at + 1]) << 8);
    }

    private static Guid guid(byte[] bytes, int at) {
        return Guid.read(Arrays.copyOfRange(bytes, at, at + Guid.LENGTH));
    }

    private static RefusedException malformed(String what, long at) {
        return RefusedException.at(
                CODE, "The firmware image " + what, String.format("firmware+0x%x", at));
    }
}
