package dev.fiducia.attestation.eventlog;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// UEFI device paths as text, node by node, as Trustee's claims spell them.
final class DevicePath {

    private static final String CODE = "event-log-malformed";
    private static final int NODE_HEADER = 4;
    private static final int MAX_NODES = 256;

    private DevicePath() {}

    /// Nodes that are not known, or not as they should be, become `Path(type,subtype,hex)`.
    static List<String> texts(byte[] path) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(path, "device path", CODE);
        List<String> texts = new ArrayList<>();
        while (in.remaining() > 0) {
            if (texts.size() == MAX_NODES) {
                throw in.malformed("has more than " + MAX_NODES + " nodes");
            }
            int type = in.u8();
            int subtype = in.u8();
            int length = in.u16();
            if (length < NODE_HEADER) {
                throw in.malformed("has a node of " + length + " bytes");
            }
            texts.add(text(type, subtype, in.take(length - NODE_HEADER)));
        }
        return texts;
    }

    private static String text(int type, int subtype, byte[] data) {
        try {
            ByteCursor in = ByteCursor.littleEndian(data, "node", CODE);
            return switch ((type << 8) | subtype) {
                case 0x0101 -> "Pci(" + in.u8() + "," + in.u8() + ")";
                case 0x0201 -> acpi(in);
                case 0x0305 -> "USB(" + in.u8() + "," + in.u8() + ")";
                case 0x030B -> mac(in, data);
                case 0x030C -> ipv4(in);
                case 0x0315 -> fibre(in);
                case 0x0401 -> disk(in);
                case 0x0403 -> vendor(in);
                case 0x0404 -> file(data);
                case 0x0501 -> bios(in);
                default -> other(type, subtype, data);
            };
        } catch (RefusedException e) {
            return other(type, subtype, data);
        }
    }

    private static String other(int type, int subtype, byte[] data) {
        return "Path(" + type + "," + subtype + "," + HexFormat.of().formatHex(data) + ")";
    }

    private static String acpi(ByteCursor in) throws RefusedException {
        long hid = in.u32();
        long uid = in.u32();
        char[] letters = new char[3];
        for (int i = 0; i < 3; i++) {
            letters[i] = (char) ('@' + ((hid >> (5 * (2 - i))) & 0x1F));
        }
        return String.format(Locale.ROOT, "ACPI(%s%04X,%d)", new String(letters), hid >> 16, uid);
    }

    private static String mac(ByteCursor in, byte[] data) throws RefusedException {
        if (data.length != 33) {
            throw in.malformed("is no MAC address");
        }
        int end = 31;
        while (end > 0 && data[end - 1] == 0) {
            end--;
        }
        return String.format(
                Locale.ROOT,
                "Mac(%s,0x%02x)",
                HexFormat.of().withUpperCase().formatHex(data, 0, end),
                Byte.toUnsignedInt(data[32]));
    }

    private static String ipv4(ByteCursor in) throws RefusedException {
        String local = address(in.u32());
        String remote = address(in.u32());
        in.skip(4); // ports
        String protocol =
                switch (in.u16()) {
                    case 6 -> "TCP";
                    case 17 -> "UDP";
                    default -> "";
                };
        String origin =
                switch (in.u8()) {
                    case 0 -> "DHCP";
                    case 1 -> "Static";
                    default -> "";
                };
        long gateway = in.u32();
        long mask = in.u32();
        String routed = gateway == 0 && mask == 0 ? "" : "," + gateway + "," + mask;
        return "IPv4(" + remote + "," + protocol + "," + origin + "," + local + routed + ")";
    }

    /// The octets of a number read as little-endian, most significant first: reversed, as Trustee
    /// has them.
    private static String address(long number) {
        return ((number >> 24) & 0xFF)
                + "."
                + ((number >> 16) & 0xFF)
                + "."
                + ((number >> 8) & 0xFF)
                + "."
                + (number & 0xFF);
    }

    private static String fibre(ByteCursor in) throws RefusedException {
        in.skip(4);
        return "FibreEx(0x" + Long.toHexString(in.u64()) + ",0x" + Long.toHexString(in.u64()) + ")";
    }

    private static String disk(ByteCursor in) throws RefusedException {
        long partition = in.u32();
        String extent = ",0x" + Long.toHexString(in.u64()) + ",0x" + Long.toHexString(in.u64());
        byte[] signature = in.take(16);
        in.skip(1); // the partition table's format: the signature's type says it too
        String where =
                switch (in.u8()) {
                    case 1 ->
                            String.format(
                                    Locale.ROOT,
                                    "MBR,0x%08x",
                                    ByteCursor.littleEndian(signature, "node", CODE).u32());
                    case 2 -> "GPT," + guid(signature);
                    default -> throw in.malformed("is on a disk without signature");
                };
        return "HD(" + partition + "," + where + (partition == 0 ? "" : extent) + ")";
    }

    private static String vendor(ByteCursor in) throws RefusedException {
        String guid = guid(in.take(16));
        byte[] rest = in.take(in.remaining());
        return "VenMedia(" + guid + "," + HexFormat.of().formatHex(rest) + ")";
    }

    private static String file(byte[] data) {
        int length = Math.max(0, data.length / 2 * 2 - 2);
        return "File(" + new String(data, 0, length, StandardCharsets.UTF_16LE) + ")";
    }

    private static String bios(ByteCursor in) throws RefusedException {
        int type = in.u16();
        int status = in.u16();
        String kind =
                switch (type) {
                    case 1 -> "FLOPPY";
                    case 2 -> "HARD_DRIVE";
                    case 3 -> "CDROM";
                    case 4 -> "PCMCIA";
                    case 5 -> "USB";
                    case 6 -> "EMBEDDED_NETWORK";
                    case 0x80 -> "DEV";
                    case 0xFF -> "UNKNOWN";
                    default -> Integer.toString(type);
                };
        String text = new String(in.take(in.remaining()), StandardCharsets.UTF_8);
        return "BBS(" + kind + "," + text.replace("\0", "") + "," + status + ")";
    }

    /// As UEFI prints it: the first three parts are little-endian numbers.
    private static String guid(byte[] bytes) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, "GUID", CODE);
        String first = String.format(Locale.ROOT, "%08X-%04X-%04X", in.u32(), in.u16(), in.u16());
        String rest = HexFormat.of().withUpperCase().formatHex(in.take(8));
        return first + "-" + rest.substring(0, 4) + "-" + rest.substring(4);
    }
}
