package dev.fiducia.attestation.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// What a record's data says, as Trustee's claims have it.
final class EventDetails {

    /// `AAEL`, an entry of the guest's attestation agent.
    private static final long AAEL = 0x4141_454CL;

    private static final int GUID_LENGTH = 16;
    private static final int IMAGE_HEADER = 24;
    private static final int END_NODE = 4;
    private static final String STRING = "string";

    private EventDetails() {}

    /// Types that say nothing that a policy could go by give an empty object.
    static ObjectNode of(EventType type, byte[] data) throws RefusedException {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        switch (type) {
            case EV_POST_CODE,
                    EV_ACTION,
                    EV_COMPACT_HASH,
                    EV_OMIT_BOOT_DEVICE_EVENTS,
                    EV_EFI_ACTION ->
                    details.put(STRING, utf8(data));
            case EV_PLATFORM_CONFIG_FLAGS -> details.put(STRING, flags(data));
            case EV_EVENT_TAG -> tagged(details, data);
            case EV_IPL -> details.put(STRING, ipl(data));
            case EV_EFI_PLATFORM_FIRMWARE_BLOB2, EV_EFI_HANDOFF_TABLES2 ->
                    details.put(STRING, description(data));
            case EV_EFI_VARIABLE_DRIVER_CONFIG,
                    EV_EFI_VARIABLE_BOOT,
                    EV_EFI_VARIABLE_BOOT2,
                    EV_EFI_VARIABLE_AUTHORITY ->
                    variable(details, data);
            case EV_EFI_BOOT_SERVICES_APPLICATION -> image(details, data);
            default -> {}
        }
        return details;
    }

    private static String flags(byte[] data) {
        String text = decoded(data, StandardCharsets.UTF_8).orElse("").replace('\u0010', ' ');
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .filter(point -> Character.getType(point) != Character.CONTROL)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static void tagged(ObjectNode details, byte[] data) throws RefusedException {
        ByteCursor in = cursor(data);
        long id = in.u32();
        byte[] content = in.take(in.u32());
        details.put(STRING, new String(content, StandardCharsets.UTF_8).replace("\0", ""));
        if (id != AAEL) {
            return;
        }
        String[] parts = utf8(content).split(" ", 3);
        if (parts.length != 3) {
            throw EventLog.malformed("has an AAEL entry of fewer than three words");
        }
        details.put("unicode_name", "AAEL");
        details.putObject("data")
                .put("domain", parts[0])
                .put("operation", parts[1])
                .set("content", content(parts[2]));
    }

    private static JsonNode content(String text) {
        return switch (StrictJson.read(text.getBytes(StandardCharsets.UTF_8))) {
            case StrictJson.Result.Read(JsonNode json) -> json;
            case StrictJson.Result.Unreadable _ -> TextNode.valueOf(text);
        };
    }

    private static String ipl(byte[] data) throws RefusedException {
        if (data.length < 2) {
            throw EventLog.malformed("has an EV_IPL of " + data.length + " bytes");
        }
        if (data[0] == '.' && data[1] == 0) {
            int length = data.length - 2;
            if (length == 0 || length % 2 != 0) {
                throw EventLog.malformed("has an EV_IPL that is half a character");
            }
            return new String(data, 2, length - 2, StandardCharsets.UTF_16LE);
        }
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        return decoded(Arrays.copyOf(data, end), StandardCharsets.UTF_8)
                .orElseGet(() -> HexFormat.of().formatHex(data));
    }

    /// Trustee leaves out the last byte, which is a NUL in some logs and a letter in others;
    /// reference values were taken from its claims, so it stays out.
    private static String description(byte[] data) throws RefusedException {
        ByteCursor in = cursor(data);
        int length = in.u8();
        return length == 0 ? "" : utf8(in.take(length - 1));
    }

    private static void variable(ObjectNode details, byte[] data) throws RefusedException {
        ByteCursor in = cursor(data);
        byte[] guid = in.take(GUID_LENGTH);
        long units = in.u64();
        long length = in.u64();
        if (units < 0 || units > data.length || length < 0 || length > data.length) {
            throw EventLog.malformed("has a variable longer than its record");
        }
        String name =
                decoded(in.take(2 * units), StandardCharsets.UTF_16LE)
                        .orElseThrow(() ->
                                EventLog.malformed("has a variable whose name is not UTF-16"));
        byte[] value = in.take(length);
        details.put("variable_name", fileOrder(guid));
        details.put("unicode_name", name);
        details.put("unicode_name_length", units);
        details.put("variable_data", Base64.getEncoder().encodeToString(value));
        details.put("variable_data_length", length);
    }

    /// The bytes as they lie, with a GUID's dashes: not what UEFI would print.
    private static String fileOrder(byte[] guid) {
        String hex = HexFormat.of().formatHex(guid);
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    private static void image(ObjectNode details, byte[] data) throws RefusedException {
        ByteCursor in = cursor(data);
        in.skip(IMAGE_HEADER);
        long length = in.u64();
        if (length == 0) {
            return;
        }
        if (length < END_NODE || length > in.remaining()) {
            throw EventLog.malformed("has a device path that its record doesn't hold");
        }
        ArrayNode paths = details.putArray("device_paths");
        DevicePath.texts(in.take(length - END_NODE)).forEach(paths::add);
    }

    private static ByteCursor cursor(byte[] data) {
        return ByteCursor.littleEndian(data, "event", "event-log-malformed");
    }

    private static String utf8(byte[] data) throws RefusedException {
        return decoded(data, StandardCharsets.UTF_8)
                .orElseThrow(() -> EventLog.malformed("has a text that is not UTF-8"));
    }

    private static Optional<String> decoded(byte[] data, Charset charset) {
        try {
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(data)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
