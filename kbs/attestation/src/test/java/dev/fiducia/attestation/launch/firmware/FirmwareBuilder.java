package dev.fiducia.attestation.launch.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Makes images like OVMF's: content that differs from page to page, and a table at the end.
public final class FirmwareBuilder {
    private static final String FOOTER = "96b582de-1fb2-45f7-baea-a366c55a082d";

    private final byte[] bytes;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private FirmwareBuilder(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The same content for the same number of pages.
    public static FirmwareBuilder ofPages(int pages) {
        byte[] bytes = new byte[pages * FirmwareImage.PAGE];
        new Random(pages).nextBytes(bytes);
        return new FirmwareBuilder(bytes);
    }

    public FirmwareBuilder entry(String guid, byte[] data) {
        entries.put(guid, data);
        return this;
    }

    public FirmwareBuilder numbers(String guid, long... numbers) {
        return entry(guid, words(numbers));
    }

    /// What begins so many bytes before the end.
    public FirmwareBuilder fromEnd(int distance, byte[] content) {
        System.arraycopy(content, 0, bytes, bytes.length - distance, content.length);
        return this;
    }

    public byte[] bytes() {
        byte[] image = bytes.clone();
        int at = image.length - 32;
        int total = 18 + entries.values().stream().mapToInt(data -> data.length + 18).sum();
        at = put(image, at, FOOTER, new byte[0], total);
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            byte[] data = entry.getValue();
            at = put(image, at, entry.getKey(), data, data.length + 18);
        }
        return image;
    }

    public FirmwareImage image() throws Exception {
        return FirmwareImage.parse(bytes());
    }

    /// Numbers of four bytes, lowest first.
    public static byte[] words(long... numbers) {
        ByteBuffer data = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
            data.putInt((int) number);
        }
        return data.array();
    }

    private static int put(byte[] image, int end, String guid, byte[] data, int length) {
        int start = end - data.length - 18;
        ByteBuffer.wrap(image)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(start)
                .put(data)
                .putShort((short) length)
                .put(Guid.of(guid).stored());
        return start;
    }
}
