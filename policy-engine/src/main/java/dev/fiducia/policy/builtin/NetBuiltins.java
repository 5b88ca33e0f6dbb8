package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// `net.cidr_*`: arithmetic on address blocks, without any network.
final class NetBuiltins {
    private static final Set<ValueType> BLOCKS =
            Kinds.of(ValueType.STRING, ValueType.ARRAY, ValueType.OBJECT, ValueType.SET);

    /// One block or address of an argument, and what a match reports for it.
    private record Entry(String text, RegoValue key) {}

    /// A block to merge, and how it is written when it stays alone: a bare address keeps its hosts.
    private record Block(Cidr cidr, String text) {}

    private NetBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "net.cidr_contains",
                Kinds.STRING,
                Kinds.STRING,
                (_, a) -> {
                    var block = Operands.string(a, 0);
                    return RegoBoolean.of(contains(block, Operands.string(a, 1)));
                });
        catalogue.deprecated(
                "net.cidr_overlap",
                List.of(Kinds.STRING, Kinds.STRING),
                (_, a) -> {
                    var block = Operands.string(a, 0);
                    return RegoBoolean.of(contains(block, Operands.string(a, 1)));
                });
        catalogue.add(
                "net.cidr_intersects",
                Kinds.STRING,
                Kinds.STRING,
                (_, a) -> {
                    var left = Cidr.parse(Operands.string(a, 0));
                    return RegoBoolean.of(left.intersects(Cidr.parse(Operands.string(a, 1))));
                });
        catalogue.add("net.cidr_is_valid", Kinds.ANY, (_, a) -> RegoBoolean.of(isValid(a[0])));
        catalogue.add("net.cidr_expand", Kinds.STRING, (c, a) -> expand(c, a));
        catalogue.add("net.cidr_merge", Kinds.ARRAY_OR_SET, (c, a) -> merge(c, a));
        catalogue.add("net.cidr_contains_matches", BLOCKS, BLOCKS, (c, a) -> matches(c, a));
    }

    private static boolean contains(String block, String part) throws BuiltinException {
        var outer = Cidr.parse(block);
        var address = IpAddress.parse(part);
        if (address != null) {
            return outer.contains(Cidr.of(address.value(), address.bits(), address.bits()));
        }
        try {
            return outer.contains(Cidr.parse(part));
        } catch (BuiltinException _) {
            throw BuiltinException.failed(
                    "not a valid textual representation of an IP address or CIDR: " + part);
        }
    }

    private static boolean isValid(RegoValue value) {
        if (!(value instanceof RegoString string)) {
            return false;
        }
        try {
            Cidr.parse(string.value());
            return true;
        } catch (BuiltinException _) {
            return false;
        }
    }

    private static RegoValue expand(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var block = Cidr.parse(Operands.string(a, 0));
        var size = block.last().subtract(block.first()).add(BigInteger.ONE);
        context.budget().output(size.bitLength() > 40 ? Long.MAX_VALUE : size.longValue() * 16);
        var addresses = RegoSet.builder();
        for (var at = block.first(); at.compareTo(block.last()) <= 0; at = at.add(BigInteger.ONE)) {
            addresses.add(RegoString.of(IpAddress.text(at, block.v4())));
        }
        return addresses.build();
    }

    private static RegoValue merge(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var blocks = new ArrayList<Block>();
        for (var text : Operands.strings(a, 0)) {
            context.budget().output(16);
            blocks.add(block(text));
        }
        blocks.sort(Comparator.comparing(block -> low(block.cidr())));
        var merged = RegoSet.builder();
        for (int i = 0; i < blocks.size(); ) {
            int from = i;
            var start = blocks.get(i).cidr();
            var last = high(start);
            for (i++; i < blocks.size() && joins(blocks.get(i).cidr(), start, last); i++) {
                last = last.max(high(blocks.get(i).cidr()));
            }
            if (i == from + 1) {
                merged.add(RegoString.of(blocks.get(from).text()));
            } else {
                cover(
                        start.v4(),
                        start.first(),
                        start.v4() ? last.subtract(IpAddress.MAPPED) : last,
                        merged);
            }
        }
        return merged.build();
    }

    /// As IPv6: where IPv4 addresses are among others, a block of IPv6 may hold them.
    private static BigInteger low(Cidr block) {
        return block.v4() ? block.first().add(IpAddress.MAPPED) : block.first();
    }

    private static BigInteger high(Cidr block) {
        return block.v4() ? block.last().add(IpAddress.MAPPED) : block.last();
    }

    /// Whether a block goes on with a range; of another family it has to lie inside.
    private static boolean joins(Cidr block, Cidr start, BigInteger last) {
        return block.v4() == start.v4()
                ? low(block).compareTo(last.add(BigInteger.ONE)) <= 0
                : !start.v4() && high(block).compareTo(last) <= 0;
    }

    /// A block, or a bare IPv4 address, which stands for the network of its class.
    private static Block block(String text) throws BuiltinException {
        if (text.indexOf('/') >= 0) {
            var cidr = Cidr.parse(text);
            return new Block(cidr, cidr.toString());
        }
        var address = IpAddress.parse(text);
        if (address == null) {
            throw BuiltinException.failed("invalid CIDR address: " + text);
        }
        if (!address.v4()) {
            throw BuiltinException.failed("IPv6 invalid: needs prefix length");
        }
        int top = address.value().shiftRight(24).intValue();
        int prefix = top < 128 ? 8 : top < 192 ? 16 : 24;
        return new Block(
                Cidr.of(address.value(), 32, prefix),
                IpAddress.text(address.value(), true) + "/" + prefix);
    }

    /// The fewest blocks that make up a range.
    private static void cover(
            boolean v4, BigInteger first, BigInteger last, RegoSet.Builder blocks) {
        int bits = v4 ? 32 : 128;
        var at = first;
        while (at.compareTo(last) <= 0) {
            int aligned = at.signum() == 0 ? bits : Math.min(bits, at.getLowestSetBit());
            int fitting = last.subtract(at).add(BigInteger.ONE).bitLength() - 1;
            int size = Math.min(aligned, fitting);
            blocks.add(RegoString.of(Cidr.of(at, bits, bits - size).toString()));
            at = at.add(BigInteger.ONE.shiftLeft(size));
        }
    }

    private static RegoValue matches(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var blocks = entries(a, 0);
        var parts = entries(a, 1);
        context.budget().step((long) blocks.size() * parts.size() * 16);
        var found = RegoSet.builder();
        for (var block : blocks) {
            for (var part : parts) {
                if (contains(block.text(), part.text())) {
                    context.budget().output(3);
                    found.add(RegoArray.of(block.key(), part.key()));
                }
            }
        }
        return found.build();
    }

    private static List<Entry> entries(RegoValue[] a, int at) throws BuiltinException {
        var entries = new ArrayList<Entry>();
        switch (a[at]) {
            case RegoString string -> entries.add(new Entry(string.value(), string));
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    entries.add(new Entry(text(array.get(i), at), RegoNumber.of(i)));
                }
            }
            case RegoSet set -> {
                for (var member : set) {
                    entries.add(new Entry(text(member, at), member));
                }
            }
            case RegoObject object -> {
                for (int i = 0; i < object.size(); i++) {
                    entries.add(new Entry(text(object.valueAt(i), at), object.keyAt(i)));
                }
            }
            default -> throw Operands.wrong(a, at, "string", "array", "set", "object");
        }
        return entries;
    }

    /// The block of an element: itself, or the first element of a tuple.
    private static String text(RegoValue element, int at) throws BuiltinException {
        return switch (element) {
            case RegoString string -> string.value();
            case RegoArray tuple
                    when tuple.size() > 0 && tuple.get(0) instanceof RegoString string ->
                    string.value();
            default ->
                    throw BuiltinException.failed(
                            "operand " + (at + 1) + ": element must be string or non-empty array");
        };
    }
}
