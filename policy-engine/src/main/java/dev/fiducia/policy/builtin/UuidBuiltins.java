package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// `uuid.*`, `rand.intn` and `opa.runtime`.
final class UuidBuiltins {
    private record Drawn(String function, RegoValue key, RegoValue bound) {}

    private static final Pattern DASHED =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern PLAIN = Pattern.compile("[0-9a-f]{32}");

    /// 100 ns intervals between the start of the Gregorian calendar and 1970.
    private static final long GREGORIAN = 122_192_928_000_000_000L;

    private UuidBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("uuid.parse", Kinds.STRING, (_, a) -> parse(Operands.string(a, 0)));
        catalogue.add("uuid.rfc4122", Kinds.STRING, (c, a) -> random(c, a));
        catalogue.add("rand.intn", Kinds.STRING, Kinds.NUMBER, (c, a) -> intN(c, a));
        catalogue.add("opa.runtime", (c, _) -> c.seams().runtime());
    }

    private static RandomGenerator source(BuiltinContext context) throws BuiltinException {
        return context.seams()
                .random()
                .orElseThrow(() -> BuiltinException.failed("no randomness granted"));
    }

    private static RegoValue random(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        Operands.string(a, 0);
        var source = source(context);
        context.budget().output(64);
        return (RegoValue)
                context.kept()
                        .computeIfAbsent(
                                new Drawn("uuid", a[0], RegoNumber.of(0)),
                                _ -> {
                                    long high = (source.nextLong() & ~0xF000L) | 0x4000L;
                                    long low =
                                            (source.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL)
                                                    | Long.MIN_VALUE;
                                    return RegoString.of(new UUID(high, low).toString());
                                });
    }

    private static RegoValue intN(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        Operands.string(a, 0);
        var bound = Operands.integer(a, 1).abs();
        if (bound.signum() == 0) {
            return RegoNumber.of(0);
        }
        if (bound.bitLength() >= Long.SIZE) {
            throw BuiltinException.failed("operand 2 is too large");
        }
        var source = source(context);
        context.budget().output(16);
        return (RegoValue)
                context.kept()
                        .computeIfAbsent(
                                new Drawn("intn", a[0], RegoNumber.of(bound)),
                                _ -> RegoNumber.of(source.nextLong(bound.longValue())));
    }

    /// Undefined for a text that is no UUID.
    private static @Nullable RegoValue parse(String text) {
        var digits = digits(text);
        if (digits == null) {
            return null;
        }
        var bytes = HexFormat.of().parseHex(digits);
        int version = (bytes[6] & 0xF0) >> 4;
        var parsed =
                RegoObject.builder()
                        .put("version", RegoNumber.of(version))
                        .put("variant", RegoString.of(variant(bytes[8])));
        if (version == 1 || version == 2) {
            var buffer = ByteBuffer.wrap(bytes);
            long time =
                    (buffer.getInt(0) & 0xFFFF_FFFFL)
                            | (buffer.getShort(4) & 0xFFFFL) << 32
                            | (buffer.getShort(6) & 0x0FFFL) << 48;
            parsed.put(
                            "time",
                            RegoNumber.of(
                                    BigInteger.valueOf(time - GREGORIAN)
                                            .multiply(BigInteger.valueOf(100))))
                    .put(
                            "nodeid",
                            RegoString.of(
                                    HexFormat.ofDelimiter("-").formatHex(bytes, 10, bytes.length)))
                    .put("macvariables", RegoString.of(macVariables(bytes[10])))
                    .put("clocksequence", RegoNumber.of(buffer.getShort(8) & 0x3FFF));
            if (version == 2) {
                parsed.put("id", RegoNumber.of(buffer.getInt(0) & 0xFFFF_FFFFL))
                        .put("domain", RegoString.of(domain(bytes[9] & 0xFF)));
            }
        }
        return parsed.build();
    }

    /// With dashes, with `urn:uuid:` before or any two characters around, or the bare digits.
    private static @Nullable String digits(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        var plain =
                switch (lower.length()) {
                    case 36, 32 -> lower;
                    case 38 -> lower.substring(1, 37);
                    case 45 -> lower.startsWith("urn:uuid:") ? lower.substring(9) : "";
                    default -> "";
                };
        if (PLAIN.matcher(plain).matches()) {
            return plain;
        }
        return DASHED.matcher(plain).matches() ? plain.replace("-", "") : null;
    }

    private static String variant(byte b) {
        if ((b & 0xC0) == 0x80) {
            return "RFC4122";
        }
        if ((b & 0xE0) == 0xC0) {
            return "Microsoft";
        }
        return (b & 0xE0) == 0xE0 ? "Future" : "Reserved";
    }

    private static String macVariables(byte first) {
        return ((first & 2) != 0 ? "local" : "global")
                + ":"
                + ((first & 1) != 0 ? "multicast" : "unicast");
    }

    private static String domain(int domain) {
        return switch (domain) {
            case 0 -> "Person";
            case 1 -> "Group";
            case 2 -> "Org";
            default -> "Domain" + domain;
        };
    }
}
